from portal.digests.models.digest import Digest, Offer
from portal.digests.models.figures import WeekFigures
from portal.digests.models.mention import Escalation, Mention
from portal.digests.models.subscription import Subscription
from portal.digests.models.switch import MailSwitch
from portal.digests.models.used_link import UsedLink

__all__ = ["Digest", "Escalation", "MailSwitch", "Mention", "Offer", "Subscription", "UsedLink", "WeekFigures"]
