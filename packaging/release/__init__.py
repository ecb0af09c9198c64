"""Steps of a release that the packages of all systems share."""
