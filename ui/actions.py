"""Every action of the window, as data: its words, its key, its icon, its menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.look import Look
from ui.tr import tr


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. `key` names the method of the window that does it."""

    menu: str
    key: str
    text: str
    shortcut: str = ""
    icon: str = ""
    needs: str = ""
    """"" = always; "open" = a workspace; "write" = one that can be changed; "practice" = one to
    practise in."""
    on_page: bool = False
    """The page that is shown does it, if it can; not the window."""


ACTIONS = (
    ActionRow(tr("文件"), "new_workspace", tr("新建工作区…"), icon="folder-plus"),
    ActionRow(tr("文件"), "open_workspace", tr("打开工作区…"), "Ctrl+O", "folder-open"),
    ActionRow(tr("文件"), "open_sample", tr("打开示例"), icon="graduation-cap"),
    ActionRow(tr("文件"), "reset_practice", tr("重置练习…"), "", "rotate-ccw", "practice"),
    ActionRow(tr("文件"), "roll_forward", tr("结转上年目录…"), "", "history", "write"),
    ActionRow(tr("文件"), "import_sheet", tr("导入表格…"), "Ctrl+I", "file-input", "write"),
    ActionRow(tr("文件"), "export_sheet", tr("导出表格…"), "", "file-output", "open", on_page=True),
    ActionRow(tr("文件"), "export_package", tr("导出签名包…"), "Ctrl+E", "package-plus", "write"),
    ActionRow(tr("文件"), "import_receipt", tr("导入回执…"), "Ctrl+R", "inbox", "write"),
    ActionRow(tr("文件"), "verify_file", tr("核验包或回执…"), "F9", "shield-check"),
    ActionRow(tr("文件"), "back_up", tr("保存并留还原点"), "Ctrl+S", "save", "open"),
    ActionRow(tr("文件"), "print_page", tr("打印清单…"), "Ctrl+P", "printer", "open", on_page=True),
    ActionRow(tr("文件"), "close", tr("退出"), "Ctrl+Q", "log-out"),
    ActionRow(tr("编辑"), "undo", tr("撤销"), "Ctrl+Z", "undo-2", "write"),
    ActionRow(tr("编辑"), "redo", tr("重做"), "Ctrl+Y", "redo-2", "write"),
    ActionRow(tr("编辑"), "find", tr("在本页中查找"), "Ctrl+F", "search", "open"),
    ActionRow(tr("编辑"), "jump", tr("搜索或跳转"), "Ctrl+K", "search"),
    ActionRow(tr("视图"), "fold_rail", tr("收起或展开侧栏"), "Ctrl+B", "panel-left-close"),
    ActionRow(
        tr("视图"), "fold_bottom", tr("收起或展开下方窗格"), "Ctrl+J", "", "open", on_page=True
    ),
    ActionRow(tr("视图"), "larger", tr("放大"), "Ctrl+="),
    ActionRow(tr("视图"), "smaller", tr("缩小"), "Ctrl+-"),
    ActionRow(tr("视图"), "light", tr("浅色"), icon="sun"),
    ActionRow(tr("视图"), "dark", tr("深色"), icon="moon"),
    ActionRow(tr("视图"), "next_pane", tr("下一个窗格"), "F6"),
    ActionRow(tr("视图"), "previous_pane", tr("上一个窗格"), "Shift+F6"),
    ActionRow(tr("记录"), "new_record", tr("新建"), "Ctrl+N", "plus", "write", on_page=True),
    ActionRow(tr("记录"), "copy_record", tr("复制为新的一条"), "", "copy", "write", on_page=True),
    ActionRow(tr("记录"), "delete_record", tr("删除"), "Delete", "trash-2", "write", on_page=True),
    ActionRow(
        tr("记录"), "write_remark", tr("写意见"), "Ctrl+M", "message-square", "write", on_page=True
    ),
    ActionRow(tr("记录"), "previous_record", tr("上一条"), "Alt+Up", "chevron-up", "open"),
    ActionRow(tr("记录"), "next_record", tr("下一条"), "Alt+Down", "chevron-down", "open"),
    ActionRow(tr("记录"), "next_section", tr("下一部分"), "Ctrl+Tab", "", "open"),
    ActionRow(
        tr("记录"), "whole_page", tr("整页编辑信息项"), "F11", "maximize-2", "open", on_page=True
    ),
    ActionRow(tr("记录"), "next_problem", tr("下一个问题"), "F8", "", "open"),
    ActionRow(tr("记录"), "previous_problem", tr("上一个问题"), "Shift+F8", "", "open"),
    ActionRow(tr("工具"), "check_all", tr("重新检查"), "F7", "refresh-cw", "open", on_page=True),
    ActionRow(tr("工具"), "keys", tr("密钥与证书"), "", "key-round", "open"),
    ActionRow(tr("工具"), "backups", tr("备份与还原点"), "", "history", "open"),
    ActionRow(
        tr("帮助"), "help_field", tr("当前字段的填写说明"), "F1", "book-open", "open", on_page=True
    ),
    ActionRow(tr("帮助"), "diagnostics", tr("诊断包…"), "", "list-checks"),
    ActionRow(tr("帮助"), "about", tr("关于与许可"), "", "circle-question-mark"),
)


class Actions:
    """The actions of a window, and the menu they stand in."""

    def __init__(
        self, window: QMainWindow, look: Look, does: Callable[[ActionRow], Callable[[], object]]
    ):
        self.menu = QMenu(window)
        self.menu.setAccessibleName(tr("菜单"))
        self._rows: Mapping[str, ActionRow] = {row.key: row for row in ACTIONS}
        self._actions: dict[str, QAction] = {}
        self._allowed = {"": True, "open": False, "write": False, "practice": False}
        self._on_page: Set[str] = frozenset()
        self._nothing_to: set[str] = {"undo", "redo"}
        self._menus: dict[str, QMenu] = {}
        for row in ACTIONS:
            if row.menu not in self._menus:
                self._menus[row.menu] = self.menu.addMenu(row.menu)
            action = QAction(row.text, window)
            action.setObjectName(row.key)
            action.setShortcut(QKeySequence(row.shortcut))
            if row.icon:
                look.put_icon(action, row.icon)
            slot = does(row)
            action.triggered.connect(lambda checked=False, slot=slot: slot())
            self._menus[row.menu].addAction(action)
            window.addAction(action)
            self._actions[row.key] = action

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def submenu(self, name: str) -> QMenu:
        """One of the menus below 菜单."""
        return self._menus[name]

    @property
    def all(self) -> list[QAction]:
        """Every action, in the order of the menus."""
        return list(self._actions.values())

    def enable(self, is_open: bool, writable: bool, practice: bool = False) -> None:
        """Enable what the workspace allows and the page can do."""
        allowed = {"open": is_open, "write": writable, "practice": practice and writable}
        self._allowed = {"": True, **allowed}
        self.show_page(self._on_page)

    def show_page(self, acts: Set[str]) -> None:
        """A page is shown that can do these."""
        self._on_page = acts
        for key, action in self._actions.items():
            row = self._rows[key]
            can = (not row.on_page or key in acts) and key not in self._nothing_to
            action.setEnabled(self._allowed[row.needs] and can)

    def name_step(self, key: str, name: str | None) -> None:
        """Say what undo or redo would do; None = nothing to do."""
        action, row = self._actions[key], self._rows[key]
        action.setText(f"{row.text}“{name}”" if name else row.text)
        action.setToolTip(f"{action.text()}（{row.shortcut}）")
        if name is None:
            self._nothing_to.add(key)
        else:
            self._nothing_to.discard(key)
        action.setEnabled(name is not None and self._allowed[row.needs])
