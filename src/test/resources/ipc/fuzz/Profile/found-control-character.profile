# Eight minutes
RoundTrip
