"""诊断包: everything that would be given away is shown first; only then it is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cdo_desktop import paths
from cdo_desktop.tasks import Run
from cdo_desktop.work import diagnostics
from cdo_desktop.work.diagnostics import Diagnostics
from cdo_desktop.workbench import Desk
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.known_files import KnownFiles
from ui.shell import Shell
from ui.tr import tr

ARCHIVE = tr("诊断包 (*.zip)")
_SAYS = tr(
    "诊断包给维护人员查找故障用，只有版本、数量和日志，没有记录的内容、名称、单位、人名和文件路径。"
    "下面就是全部内容，请看过再保存。保存后交给谁由您决定，本程序不联网。"
)


class DiagnosticsDialog(AskDialog):
    """Gathers, shows, writes."""

    WIDTH, HEIGHT = 820, 600

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, tr("诊断包"), tr("保存为 zip…"))
        look = shell.look
        self._found: Diagnostics | None = None
        self.say(_SAYS)
        self.text = QPlainTextEdit(readOnly=True, accessibleName=tr("诊断包的全部内容"))
        self.text.setPlaceholderText(tr("正在收集…"))
        self.text.setMinimumHeight(look.theme.px(120))
        look.put_type(self.text, "mono")
        self.put(self.text, stretch=1)
        self.want(tr("内容"))
        self._collect()

    def _collect(self) -> None:
        bench, logs = self.shell.session.bench, paths.user_logs()
        desk = Desk(bench.clock, bench.who, bench.machine) if bench else Desk()
        more = _window_facts(self.shell)

        def work(run: Run) -> Diagnostics:
            return diagnostics.collect(bench, desk, logs, more, run)

        job = self.shell.jobs.start(tr("收集诊断信息"), work)
        job.done.connect(self._collected)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _collected(self, found: Diagnostics) -> None:
        self._found = found
        self.text.setPlainText(found.text)
        self.want()

    def act(self) -> None:
        suggested = KnownFiles(self.shell.settings).folder / tr("首席数据官工作台诊断.zip")
        self.shell.notify.choose_target(tr("诊断包保存到哪里"), suggested, ARCHIVE, self._save)

    def _save(self, target: Path) -> None:
        found = self._found
        if found is None:
            return
        job = self.shell.jobs.start(
            tr("写出“{target.name}”").format(target=target),
            lambda run: diagnostics.write(found, target),
        )
        job.done.connect(self._saved)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _saved(self, result: object) -> None:
        self.banner.say("ok", tr("已保存，内容就是上面显示的这些。"))


def _window_facts(shell: Shell) -> dict[str, str]:
    theme = shell.look.theme
    screens = (screen.size() for screen in QGuiApplication.screens())
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "screens": ", ".join(f"{size.width()}x{size.height()}" for size in screens),
        "look": f"{'dark' if theme.dark else 'light'}, zoom {theme.zoom}",
    }
