# Half a minute: what a layer between Java and the memory costs, by pairs of the same word in the same region.
#
# Assumes what paired assumes. A VarHandle on a mapped ByteBuffer and the foreign-memory API against Chronicle Bytes, and a futex
# through the foreign-memory API's downcalls against JNA's; messages of 8 bytes, as those are the word alone. The foreign-memory API
# needs JDK 22 or later, named by JAVA_HOME; on an earlier one its pairs are "-" with that reason.

--rounds 3
--cpus auto

-wi 1 -w 500ms
-i 2 -r 1s

Paired[.]
-p pair=sysv/spin:sysv/spin-varhandle,sysv/spin:sysv/spin-ffm,sysv/futex:sysv/futex-ffm
-p size=8
