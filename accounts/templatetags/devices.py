"""Names of devices in templates."""

from django import template

from accounts.devices import device_words

register = template.Library()
register.filter("device", device_words)
