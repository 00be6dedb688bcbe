"""Documents in: any file a council hands over becomes blocks with places. `read` in `source` is the way in."""
