"""Addresses: the written vote as the secretariat keeps it, its result, and what is done with it."""

from django.urls import path

from deliberation.urls.places import MEETING
from deliberation.views import paper_ballots, results, voting

VOTING = f"{MEETING}voting/"
PAPER_BALLOT = f"{VOTING}papers/<int:ballot>/"
RESULT = f"{MEETING}result/"

urlpatterns = [
    path(VOTING, voting.voting, name="voting"),
    path(f"{VOTING}open/", voting.voting_open, name="voting_open"),
    path(f"{VOTING}extend/", voting.voting_extend, name="voting_extend"),
    path(f"{VOTING}close/", voting.voting_close, name="voting_close"),
    path(f"{VOTING}papers/new/", paper_ballots.paper_ballot_add, name="paper_ballot_add"),
    path(PAPER_BALLOT, paper_ballots.paper_ballot, name="paper_ballot"),
    path(f"{PAPER_BALLOT}scan/", paper_ballots.paper_ballot_scan, name="paper_ballot_scan"),
    path(f"{PAPER_BALLOT}reject/", paper_ballots.paper_ballot_reject, name="paper_ballot_reject"),
    path(RESULT, results.voting_result, name="voting_result"),
    path(f"{RESULT}items/<int:item>/tie/", results.tie_decide, name="tie_decide"),
    path(f"{RESULT}send/", results.result_send, name="result_send"),
    path(f"{RESULT}publish/", results.result_publish, name="result_publish"),
    path(f"{RESULT}ledger.json", results.ledger_file, name="ledger_file"),
]
