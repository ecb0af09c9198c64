"""Controls that connect the person's actions to the services, one module per part of the window."""
