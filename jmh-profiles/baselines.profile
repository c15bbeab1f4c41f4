# A minute and a half: what the cores, the clock, JNA and the kernel allow; no transport among them.
#
# Assumes what desktop assumes. The round trip between two threads of one JVM, over the layout that transports use; and a thousand
# calls that are empty, read the clock, go through JNA, or into the kernel, timed together: their microseconds are a call's
# nanoseconds.
# note: baselines: these are no transports. They say what a transport's figures are made of, on this machine.

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 500ms

ThreadHandOff Call
-p size=64,1048576
