"""On which kind of disk a workspace lies, and what follows from it."""

from pathlib import Path

import pytest
from store_steps import added

from cdo_desktop.store.volumes import Volume, volume_of
from cdo_desktop.store.workspace import Workspace

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
//server/data /mnt/share cifs rw 0 0
server:/home /mnt/share/home nfs4 rw 0 0
/dev/sdb1 /media/wang/U\\040盘 vfat rw 0 0
/dev/sdc1 /media/disk exfat rw 0 0
/dev/sdd1 /media/ntfs fuseblk rw 0 0
wang@host: /mnt/ssh fuse.sshfs rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("path", "volume"),
    [
        ("/home/wang/a.cdo", Volume.LOCAL),
        ("/mnt/share/a.cdo", Volume.NETWORK),
        ("/mnt/share/home/a.cdo", Volume.NETWORK),
        ("/mnt/shared/a.cdo", Volume.LOCAL),
        ("/mnt/ssh/a.cdo", Volume.NETWORK),
        ("/media/wang/U 盘/a.cdo", Volume.REMOVABLE),
        ("/media/disk/目录/a.cdo", Volume.REMOVABLE),
        ("/media/ntfs/a.cdo", Volume.REMOVABLE),
        ("/media/wang/a.cdo", Volume.LOCAL),
    ],
)
def test_the_mount_that_is_nearest_decides(path, volume):
    assert volume_of(Path(path), MOUNTS) is volume


def test_where_nothing_is_known_the_disk_counts_as_local():
    assert volume_of(Path("/a.cdo"), "") is Volume.LOCAL


@pytest.mark.parametrize("volume", [Volume.NETWORK, Volume.REMOVABLE])
def test_only_a_local_disk_is_written_with_a_log_beside_it(
    new_workspace, tmp_path, act, make_record, volume
):
    """WAL on a network share has corrupted databases; a stick is pulled out while it is open."""
    path = tmp_path / "a.cdo"
    path.write_bytes(new_workspace.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cdo_desktop.store.workspace.volume_of", lambda path: volume)
        with Workspace.open(path, act) as workspace:
            assert workspace.volume is volume
            added(workspace, act, make_record())
            assert not path.with_name("a.cdo-wal").exists()
    with Workspace.open(path, act) as workspace:
        assert workspace.volume is volume_of(path)
        added(workspace, act, make_record())
        assert path.with_name("a.cdo-wal").exists() == (workspace.volume is Volume.LOCAL)
