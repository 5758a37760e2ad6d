"""What is published of upward feedback is never changed and never reckoned anew."""

from portal.dbrules import append_only

RULES = list(append_only("coaching_feedbackresult"))
