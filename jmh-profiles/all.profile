# Five minutes: a round trip through every transport there is, all in one table.
#
# Assumes what desktop assumes. Messages of 64 bytes, and three short rounds of each: enough to see what a way of waiting costs.
# For a difference of a few per cent, such as between two regions, take the two alone: ./run.sh paired A B

--rounds 3
--cpus auto

-wi 2 -w 150ms
-i 1 -r 500ms

RoundTrip -p transport=all
