"""The body of an item in a template."""

from django import template

from strategy.bodies import safe_html

register = template.Library()
register.filter("safe_html", safe_html)
