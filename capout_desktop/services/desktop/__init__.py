"""The desktop's message bus: notifications, launcher progress, staying awake."""
