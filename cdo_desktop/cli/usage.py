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


class Typed(click.Command):
    """A command that says of a wrong option whose option it is, which the library forgets."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = ctx
            raise


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
    if isinstance(error, click.BadOptionUsage):
        code = "CDO-U133" if _takes_no_value(error) else "CDO-U132"
        return Refused(code, what=error.option_name)
    return Refused("CDO-U127")


def none_too_many() -> None:
    """Raises Refused if the command that runs was given more words than it takes."""
    if words := click.get_current_context().args:
        raise Refused("CDO-U131", what=" ".join(words))


def _takes_no_value(error: click.BadOptionUsage) -> bool:
    options = error.ctx.command.params if error.ctx else []
    return any(
        isinstance(option, click.Option) and option.is_flag and error.option_name in option.opts
        for option in options
    )


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
