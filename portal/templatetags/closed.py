"""Tags with a closed list of attributes: an unknown one is an error where it stands, and names the known ones."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.template import Library, Node, TemplateSyntaxError
from django.template.base import Parser, Token, kwarg_re


def part(
    library: Library, *, block: bool = False, takes_context: bool = False, template: str = ""
) -> Callable[..., Any]:
    """Register a function as a tag of the kit: a simple tag, a block around content, or one drawn by `template`."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        if template:
            library.inclusion_tag(template, takes_context=takes_context)(function)
        else:
            (library.simple_block_tag if block else library.simple_tag)(takes_context=takes_context)(function)
        library.tags[function.__name__] = _guarded(function, library.tags[function.__name__])
        return function

    return register


def _guarded(
    function: Callable[..., Any], compile_tag: Callable[[Parser, Token], Node]
) -> Callable[[Parser, Token], Node]:
    known = [name for name in inspect.signature(function).parameters if name not in ("context", "content")]

    def compile_closed(parser: Parser, token: Token) -> Node:
        for bit in token.split_contents()[1:]:
            match = kwarg_re.match(bit)
            if match and match[1] and match[1] not in known:
                raise TemplateSyntaxError(
                    f"{{% {function.__name__} %}} has no attribute {match[1]!r}. Known: {', '.join(known)}."
                )
        return compile_tag(parser, token)

    return compile_closed


def known(attribute: str, value: str, values: tuple[str, ...]) -> None:
    """Refuse a value outside `values`; the empty one stands for the plain form."""
    if value not in values:
        raise TemplateSyntaxError(f"{attribute}={value!r} is not known. Known: {', '.join(filter(None, values))}.")
