# Four minutes: a stream one way, every message verified, in messages of 64 bytes, 4 KiB and 1 MiB.
#
# Assumes what desktop assumes. As many messages are under way as fit into a megabyte, 2 to 64; -p window=N sets another number.
# Another transport: -p transport=NAME,NAME; where one cannot carry a size its cell says so.

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 1s

Throughput
-p transport=memfd/spin,memfd/futex,memfd/condvar,pipe,uds-stream,tcp
-p size=64,4096,1048576
