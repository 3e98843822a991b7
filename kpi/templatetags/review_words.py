"""How pages outside a review name it and lead to it."""

from django import template

from kpi.review.years import address_word
from kpi.views.review.answers import title_of

register = template.Library()
register.filter("review_word", address_word)
register.filter("review_title", title_of)
