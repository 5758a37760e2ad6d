"""The pages of the charters: those that read first, then those that write."""

from django.urls import path

from charters.views import (
    briefs,
    document,
    drafting,
    lifecycle,
    listing,
    parts,
    printing,
    realigning,
    tactics,
    tree,
    versions,
)

app_name = "charters"
one = "charters/<uuid:pk>/"
urlpatterns = [
    path("charters/", listing.charters, name="list"),
    path("charters/tree/", tree.tree, name="tree"),
    path("charters/tactics/", tactics.tactics, name="tactics"),
    path("charters/briefs/", briefs.briefs, name="briefs"),
    path("charters/briefs/<uuid:pk>/", briefs.brief, name="brief"),
    path(one, document.charter, name="charter"),
    path(f"{one}versions/", versions.versions, name="versions"),
    path(f"{one}changes/", versions.changes, name="changes"),
    path(f"{one}print/", printing.sheet, name="print"),
    path(f"{one}charter.pdf", printing.pdf, name="pdf"),
    path(f"{one}write/", drafting.write, name="write"),
    path(f"{one}write/<slug:name>/", drafting.section, name="section"),
    path(f"{one}write/<slug:name>/check/", drafting.check, name="section_check"),
    path(f"{one}parts/<slug:kind>/new/", parts.part_new, name="part_new"),
    path(f"{one}parts/<slug:kind>/<uuid:part>/", parts.part_edit, name="part_edit"),
    path(f"{one}parts/<slug:kind>/<uuid:part>/remove/", parts.part_remove, name="part_remove"),
    path(f"{one}parts/<slug:kind>/<uuid:part>/shift/", parts.part_shift, name="part_shift"),
    path(f"{one}submit/", lifecycle.submit, name="submit"),
    path(f"{one}send-back/", lifecycle.send_back, name="send_back"),
    path(f"{one}approve/", lifecycle.approve, name="approve"),
    path(f"{one}activate/", lifecycle.activate, name="activate"),
    path(f"{one}retire/", lifecycle.retire, name="retire"),
    path(f"{one}bring-back/", lifecycle.bring_back, name="bring_back"),
    path(f"{one}revise/", lifecycle.revise, name="revise"),
    path(f"{one}review/", lifecycle.review, name="review"),
    path(f"{one}acknowledge/", lifecycle.acknowledge, name="acknowledge"),
    path(f"{one}entrust/", lifecycle.entrust, name="entrust"),
    path("charters/realignments/<uuid:pk>/", realigning.realign, name="realign"),
]
