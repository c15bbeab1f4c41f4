# 11 min: a round trip through every transport
#
# Needs what desktop needs. Messages have 64 bytes. Each fork takes 1.5 s beside what it measures, so rounds are short. Six are
# the fewest that give an interval. To find a difference of a few per cent, pair two transports: ./run.sh paired A B

--rounds 6
--cpus auto

-wi 2 -w 100ms
-i 1 -r 300ms

RoundTrip -p transport=all
