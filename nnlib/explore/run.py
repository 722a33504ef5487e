"""With this an explorer takes step after step by itself until it is paused: its state moves, as if a slider did.

    class Training(Runner):
        steps = Whole(0, low=0, high=100, step=1)       what a run moves, up to its greatest value

    explorer.run(), explorer.pause()                    explorer.running says which
"""

import asyncio

from nnlib.explore.explorer import Explorer

PAUSE = 0.06  # seconds between two pictures of a run


class Runner(Explorer):
    """An explorer with a Whole called `steps`, which a run counts up."""

    task = None  # the run that is going on
    running = False

    def run(self):
        """Take step after step until `pause`, faster and faster; the kernel stays free for other cells meanwhile."""
        if self.running:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise ValueError("no event loop is running here; set explorer.steps instead") from None
        self.running, self.task = True, loop.create_task(self._run_on())

    def pause(self):
        """Stop a run."""
        self.running = False
        if self.task:
            self.task.cancel()

    async def _run_on(self):
        """Take steps until the last one, or until an error is shown or the widget is closed."""
        most = int(self.traits()["steps"].high)
        try:
            while self.steps < most and not self.error and self.comm:
                self.do(lambda: setattr(self, "steps", min(most, self.steps + max(1, self.steps // 20))))
                await asyncio.sleep(PAUSE)
        finally:
            self.running = False
        self.refresh()

    def close(self):
        self.pause()
        super().close()
