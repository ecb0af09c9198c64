"""Practice server: a CapOut on loopback that uses real HTTP, WebSocket and SSE.

The tests use it as their server, and a person can try the app with it, without an account or a
network. Importing this package is cheap: only `capout_desktop.sandbox.server` imports Starlette
and uvicorn.

How a test starts it::

    from capout_desktop.sandbox.contract import Behavior, Call
    from capout_desktop.sandbox.faults import Point, Reset
    from capout_desktop.sandbox.organization import SANDBOX_KEY
    from capout_desktop.sandbox.server import SandboxServer

    with SandboxServer(Behavior(speed=100)) as server:      # listens from here on
        state = server.state
        state.behavior.progress = False                     # switches can change while it runs
        state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED)) # the next upload: charged, no answer
        ...  # upload to server.base_url with SANDBOX_KEY; the client sees a broken connection
        state.wait_for(lambda: len(state.ledger) == 1)       # threads; asyncio: asyncio.to_thread
        assert state.journal.count(Call.UPLOAD) == 1

With `Behavior(speed=0)` documents do not move until `state.advance(document_id)`,
`state.finish(document_id)` or `state.fail(document_id)` moves them. `hostile.draw(seed)` draws
switches and faults at random.
"""
