# Under 20 seconds: the same table from one short round, to see that everything works.
#
# Assumes what desktop assumes. One pair of processes per cell says nothing of how pairs differ.
# note: quick look: one short round. Do not decide anything by these figures; `./run.sh desktop` measures.

--rounds 1
--cpus auto

-wi 2 -w 150ms
-i 1 -r 700ms

RoundTrip OneWay
