"""A command typed wrong: what is wrong with it in our own words, instead of the library's."""

from __future__ import annotations

import click

from cdo_desktop.errors import Refused


class Words(click.ParamType[str]):
    """A text that may not be blank, without the blanks around it."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        text = str(value).strip()
        if not text:
            self.fail("blank", param, ctx)
        return text


WORDS = Words()


def refusal_of(error: click.ClickException) -> Refused:
    """What the user can do about a command that the library could not read."""
    if isinstance(error, click.exceptions.NoSuchCommand):
        return Refused("CDO-U123", what=error.command_name)
    if isinstance(error, click.NoSuchOption):
        return Refused("CDO-U124", what=error.option_name)
    if isinstance(error, click.MissingParameter):
        return Refused("CDO-U125", what=_name(error.param))
    if isinstance(error, click.BadParameter):
        return Refused("CDO-U126", what=_name(error.param), hint=_hint(error.param))
    return Refused("CDO-U127", problem=error.format_message())


def _name(parameter: click.Parameter | None) -> str:
    """As the help names it: --by, WORKSPACE."""
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.opts[0].upper()


def _hint(parameter: click.Parameter | None) -> str:
    wanted = parameter.type if parameter else None
    if isinstance(wanted, click.Choice):
        return f"可以写：{'、'.join(map(str, wanted.choices))}。"
    if isinstance(wanted, click.IntRange):
        return f"要写 {wanted.min} 至 {wanted.max} 的整数。"
    if isinstance(wanted, click.DateTime):
        return "日期写成 2026-12-01。"
    if isinstance(wanted, Words):
        return "不能是空的。"
    return "要写整数。" if wanted is click.INT else ""
