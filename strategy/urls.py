"""Addresses of the office's editor: /office/<government>/<plan>/<number>/…"""

from django.urls import path

from strategy.views import (
    alignments,
    deleted,
    departments,
    figures,
    history,
    item,
    levels,
    lineage,
    outline,
    references,
    structure,
    terms,
    titles,
)

EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"
ITEM = f"{EDITION}items/<uuid:lineage>/"
DEPARTMENTS = "office/<slug:government>/departments/"

urlpatterns = [
    path(DEPARTMENTS, departments.departments, name="departments"),
    path(f"{DEPARTMENTS}add/", departments.add, name="department_add"),
    path(f"{DEPARTMENTS}reorganise/", departments.reorganise, name="department_reorganise"),
    path(f"{DEPARTMENTS}<int:department>/end/", departments.end, name="department_end"),
    path(EDITION, outline.outline, name="outline"),
    path(ITEM, outline.item, name="item"),
    path(f"{ITEM}save/", item.item_save, name="item_save"),
    path(f"{ITEM}settle/", item.item_settle, name="item_settle"),
    path(f"{ITEM}here/", item.item_here, name="item_here"),
    # The tree
    path(f"{EDITION}items/add/", structure.item_add, name="item_add"),
    path(f"{EDITION}items/move/", structure.items_move, name="items_move"),
    path(f"{EDITION}items/deleted/", deleted.items_deleted, name="items_deleted"),
    path(f"{ITEM}step/", structure.item_step, name="item_step"),
    path(f"{ITEM}move/", structure.item_move, name="item_move"),
    path(f"{ITEM}duplicate/", structure.item_duplicate, name="item_duplicate"),
    path(f"{ITEM}delete/", structure.item_delete, name="item_delete"),
    path(f"{ITEM}undelete/", deleted.item_undelete, name="item_undelete"),
    path(f"{ITEM}merge/", lineage.item_merge, name="item_merge"),
    path(f"{ITEM}predecessors/", lineage.item_predecessors, name="item_predecessors"),
    path(f"{ITEM}split/", lineage.item_split, name="item_split"),
    path(f"{ITEM}relist/", lineage.item_relist, name="item_relist"),
    path(f"{ITEM}relist/<int:relisting>/remove/", lineage.item_unlist, name="item_unlist"),
    path(f"{EDITION}titles/", titles.titles, name="titles"),
    path(f"{EDITION}titles/preview/", titles.titles_preview, name="titles_preview"),
    path(f"{EDITION}titles/create/", titles.titles_create, name="titles_create"),
    path(f"{EDITION}levels/", levels.levels, name="levels"),
    path(f"{EDITION}levels/preset/", levels.levels_preset, name="levels_preset"),
    path(f"{EDITION}levels/add/", levels.level_add, name="level_add"),
    path(f"{EDITION}level/<slug:level>/", levels.level, name="level"),
    path(f"{EDITION}level/<slug:level>/delete/", levels.level_delete, name="level_delete"),
    # What hangs on an item
    path(f"{ITEM}alignments/", alignments.alignments, name="alignments"),
    path(f"{ITEM}alignments/<int:alignment>/", alignments.alignment_save, name="alignment_save"),
    path(f"{ITEM}alignments/<int:alignment>/remove/", alignments.alignment_remove, name="alignment_remove"),
    path(f"{ITEM}figures/", figures.figures, name="figures"),
    path(f"{ITEM}figures/<int:figure>/", figures.figure_save, name="figure_save"),
    path(f"{ITEM}figures/<int:figure>/move/", figures.figure_move, name="figure_move"),
    path(f"{ITEM}figures/<int:figure>/remove/", figures.figure_remove, name="figure_remove"),
    path(f"{ITEM}figures/<str:sha256>", figures.item_figure, name="item_figure"),
    # What hangs on an edition
    path(f"{EDITION}terms/", terms.terms, name="terms"),
    path(f"{EDITION}terms/paste/", terms.terms_paste, name="terms_paste"),
    path(f"{EDITION}terms/sort/", terms.terms_sort, name="terms_sort"),
    path(f"{EDITION}terms/<int:term>/", terms.term, name="term"),
    path(f"{EDITION}terms/<int:term>/move/", terms.term_move, name="term_move"),
    path(f"{EDITION}terms/<int:term>/remove/", terms.term_remove, name="term_remove"),
    path(f"{EDITION}references/", references.references, name="references"),
    path(f"{ITEM}history/", history.item_history, name="item_history"),
    path(f"{ITEM}restore/", history.item_restore, name="item_restore"),
    path(f"{ITEM}difference/", history.item_difference, name="item_difference"),
]
