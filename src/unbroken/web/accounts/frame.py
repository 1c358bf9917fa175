"""The one template tag that puts django-allauth's pages, which are Django templates, into our Jinja frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class FrameNode(template.Node):
    """`{% frame %} title {% body %} content {% scripts %} scripts {% endframe %}`."""

    child_nodelists = ("title", "body", "scripts")

    def __init__(self, title: NodeList, body: NodeList, scripts: NodeList) -> None:
        self.title, self.body, self.scripts = title, body, scripts

    def render(self, context: Any) -> SafeString:
        """The whole page. The parts were escaped by Django's engine already."""
        parts = {
            "page_title": mark_safe(self.title.render(context).strip()),
            "page_body": mark_safe(self.body.render(context)),
            "page_scripts": mark_safe(self.scripts.render(context)),
        }
        return render_to_string("accounts/frame.html", parts, request=context["request"])


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    """Read the three parts."""
    parts = []
    for end in ("body", "scripts", "endframe"):
        parts.append(parser.parse((end,)))
        parser.delete_first_token()
    return FrameNode(*parts)
