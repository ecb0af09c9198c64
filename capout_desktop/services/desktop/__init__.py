"""Desktop services: message bus, notifications, launcher progress, sleep inhibition."""
