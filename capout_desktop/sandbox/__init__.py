"""A CapOut on loopback that really speaks HTTP, WebSocket and SSE.

The tests use it as their server; a person uses it to try the app without an account or a
network. Importing this package costs nothing: Starlette and uvicorn come with
`capout_desktop.sandbox.server` only.

How a test starts it::

    from capout_desktop.sandbox.contract import Behavior, Call
    from capout_desktop.sandbox.faults import Point, Reset
    from capout_desktop.sandbox.organization import SANDBOX_KEY
    from capout_desktop.sandbox.server import SandboxServer

    with SandboxServer(Behavior(speed=100)) as server:      # listens once this returns
        state = server.state
        state.behavior.progress = False                     # switches turn while it runs
        state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED)) # the next upload: charged, no answer
        ...  # upload to server.base_url with SANDBOX_KEY; the client sees a broken connection
        state.wait_for(lambda: len(state.ledger) == 1)       # threads; asyncio: asyncio.to_thread
        assert state.journal.count(Call.UPLOAD) == 1

`Behavior(speed=0)` lets documents stand still until `state.advance(document_id)`,
`state.finish(document_id)` or `state.fail(document_id)` moves them. `hostile.draw(seed)` draws
switches and faults at random.
"""
