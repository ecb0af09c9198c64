"""Stand-in for the taskbar of Windows: an object with the table of `ITaskbarList3`."""

from __future__ import annotations

import ctypes

REFUSED = -2147467263
"""`E_NOTIMPL`."""


class Taskbar:
    """A COM object in memory, with the table of `ITaskbarList3`, that writes down its calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.answer = 0
        method = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p)
        value = ctypes.CFUNCTYPE(
            *(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64)
        )
        state = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)

        def call(name: str, *arguments: object) -> int:
            self.calls.append((name, *arguments))
            return self.answer if name != "release" else 0

        self._methods = {
            2: method(lambda _: call("release")),
            3: method(lambda _: call("begin")),
            9: value(lambda _, window, done, whole: call("value", window, done, whole)),
            10: state(lambda _, window, flag: call("state", window, flag)),
        }
        table = (ctypes.c_void_p * 21)()
        for place, function in self._methods.items():
            table[place] = ctypes.cast(function, ctypes.c_void_p).value
        self._table = ctypes.pointer(table)

    def create(self) -> ctypes.c_void_p:
        return ctypes.cast(ctypes.pointer(self._table), ctypes.c_void_p)
