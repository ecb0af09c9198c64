"""Check that the program at the other end of a local socket belongs to this user."""

from __future__ import annotations

import os
import socket
import struct
import sys


def peer_is_this_user(descriptor: int) -> bool:
    """Return whether the peer of a connected local socket (its descriptor) is this user's.

    False if the system does not tell.
    """
    try:
        if sys.platform == "win32":
            return _is_own_process(descriptor)
        return _peer_uid(descriptor) == os.geteuid()
    except OSError:
        return False


if sys.platform == "win32":

    def _is_own_process(pipe: int) -> bool:
        """Return whether this user may look into the process that made the named pipe.

        Windows allows that for processes of the same user only, unless the user is elevated. Other
        users cannot connect to our pipe: its access list has this user alone.
        """
        import ctypes  # noqa: PLC0415 - Windows only
        from ctypes import wintypes  # noqa: PLC0415

        query_information = 0x0400
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        process_id = wintypes.ULONG()
        handle = wintypes.HANDLE(pipe)
        if not kernel.GetNamedPipeServerProcessId(handle, ctypes.byref(process_id)):
            return False
        process = kernel.OpenProcess(query_information, False, process_id)
        if not process:
            return False
        kernel.CloseHandle(wintypes.HANDLE(process))
        return True

else:

    def _peer_uid(descriptor: int) -> int:
        with socket.socket(fileno=os.dup(descriptor)) as peer:
            if sys.platform == "darwin":
                # `struct xucred`: version, user id; level 0, option LOCAL_PEERCRED
                version, uid = struct.unpack_from("=II", peer.getsockopt(0, 1, 76))
                return int(uid) if version == 0 else -1
            credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            return int(struct.unpack("=iII", credentials)[1])
