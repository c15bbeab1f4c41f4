# Seven minutes: a round trip through every transport there is, spinning and blocking, all in one table.
#
# Assumes what desktop assumes. Messages of 64 bytes, and two short rounds of each: enough to see what a way of waiting costs. A fork
# takes a second and a half beside what it measures, so rounds, not iterations, are what the minutes go into.
# For a difference of a few per cent, such as between two regions, take the two alone: ./run.sh paired A B

--rounds 2
--cpus auto

-wi 2 -w 150ms
-i 1 -r 400ms

RoundTrip -p transport=all
