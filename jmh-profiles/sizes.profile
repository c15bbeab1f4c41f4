# Five minutes: round trips of 8 bytes to 1 MiB.
#
# Assumes what desktop assumes, and that some megabytes fit into a cache: where they do not, the largest sizes show the memory's
# speed. Every byte is written, verified, copied and verified again. Other transports: -p transport=NAME,NAME; where one cannot carry
# a size its cell says so. What two threads of one JVM take for the same bytes: ./run.sh baselines ThreadHandOff -p size=1048576

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 500ms

RoundTrip
-p transport=memfd/spin,memfd/futex,pipe,uds-stream
-p size=8,64,512,4096,32768,262144,1048576
