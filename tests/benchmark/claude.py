"""Building the examples with the engine claude against a fake service: wall time, what was sent, what the cache gave back.

Run by `make bench`. The fake answers after a fixed latency, and begins its answer after a tenth of it.
The critical path is three answers one after the other: the architect of the backend, the slowest of the three who read
only that, and the platform.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
LATENCY_S = 0.3
ANSWER = {"delay": LATENCY_S / 10, "stall_after": 0, "stall": LATENCY_S * 9 / 10}
CRITICAL = 3


def built(example: Path, engine: str, url: str) -> float:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ANTHROPIC_API_KEY": "sk-ant-benchmark", "ANTHROPIC_BASE_URL": url}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "designgen", "build", str(example), "-o", folder, "--date", "2026-11-20", "--engine", engine]
        start = time.perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, env=environment, cwd=ROOT)
        took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{example.name} with {engine} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-1000:]}")
    return took


def measured(example: Path) -> dict[str, float]:
    """Return the figures of one example: the engine's wall time is what a build takes longer than offline."""
    from fake_messages_api import FakeMessagesApi

    usages: list[dict] = []
    with FakeMessagesApi(answers=lambda _body: ANSWER) as api:
        api.told = usages.append
        offline = min(built(example, "offline", api.url) for _ in range(3))
        api.log.clear()
        api.received = 0
        claude = built(example, "claude", api.url)
        sent = api.received
    prompt = sum(sum(value for name, value in one.items() if name != "output_tokens") for one in usages)
    read = sum(one["cache_read_input_tokens"] for one in usages)
    begun = [entry["at"] for entry in api.log if entry["path"] == "/v1/messages"]
    asking = begun[-1] - begun[0] + LATENCY_S
    return {"offline": offline, "claude": claude, "asking": asking, "sent": sent, "read": read / prompt}


def main() -> None:
    path = CRITICAL * LATENCY_S
    print(f"latency {LATENCY_S * 1000:.0f} ms, critical path {path:.2f} s")
    print(f"{'':16}{'offline':>9}{'claude':>9}{'asking':>9}{'asking : path':>15}{'sent':>12}{'read from cache':>17}")
    for example in sorted((ROOT / "examples").glob("*.yaml")):
        took = measured(example)
        ratio = took["asking"] / path
        times = f"{took['offline']:7.2f} s{took['claude']:7.2f} s{took['asking']:7.2f} s{ratio:13.2f} x"
        print(f"{example.stem:16}{times}{took['sent'] / 1000:9.0f} kB{took['read']:16.0%}")


if __name__ == "__main__":
    main()
