"""Addresses: the years of review of a plan, how far departments have come, a government's practice."""

from django.urls import path

from kpi.urls.review import REVIEW, YEARS
from kpi.views.review import board, practice, returns, years

RETURN = f"{REVIEW}returns/<int:department>/"

urlpatterns = [
    path("office/<slug:government>/reviews/", years.reviews_home, name="reviews_home"),
    path("office/<slug:government>/practice/", practice.review_practice, name="review_practice"),
    path(YEARS, years.review_years, name="review_years"),
    path(f"{YEARS}open/", years.review_open, name="review_open"),
    path(REVIEW, board.review_year, name="review_year"),
    path(f"{REVIEW}step/", board.review_step, name="review_step"),
    path(f"{REVIEW}give-up/", years.review_give_up, name="review_give_up"),
    path(f"{REVIEW}remind/", board.review_remind, name="review_remind"),
    path(f"{REVIEW}extend/", board.review_extend, name="review_extend"),
    path(RETURN, returns.review_return, name="review_return"),
    path(f"{RETURN}submit/", returns.return_submit, name="return_submit"),
    path(f"{RETURN}gather/", returns.return_gather, name="return_gather"),
    path(f"{RETURN}send-back/", returns.return_send_back, name="return_send_back"),
    path(f"{RETURN}accept/", returns.return_accept, name="return_accept"),
]
