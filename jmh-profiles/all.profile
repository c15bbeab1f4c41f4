# Eleven minutes: a round trip through every transport there is, spinning and blocking, all in one table.
#
# Assumes what desktop assumes. Messages of 64 bytes, and four short rounds of each, the fewest that can tell two transports apart.
# A fork takes a second and a half beside what it measures, so rounds, not iterations, are what the minutes go into.
# For a difference of a few per cent, such as between two regions, take the two alone: ./run.sh paired A B

--rounds 4
--cpus auto

-wi 2 -w 100ms
-i 1 -r 300ms

RoundTrip -p transport=all
