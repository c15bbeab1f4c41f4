package ipc.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import ipc.Harness;
import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares everything that this package knows about C with the values of the compilers of all architectures.
 * {@code checks/abi.sh} writes these values to {@code abi.txt}. A constant must be in that table or be listed as not
 * from C. A call must be in the table.
 */
class AbiTest {
    private static final String TABLE = "abi.txt";
    /** The columns of the table, in the order of {@link Abi#ALL}. */
    private static final List<String> COLUMNS = List.of("x86-64", "aarch64", "arm");

    /** Constants with another name in C. All other C constants have their C name. */
    private static final Map<String, String> C_NAMES = Map.ofEntries(
            Map.entry("Abi.WORD_BYTES", "sizeof(long)"),
            Map.entry("FileMapping.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("IntervalSignal.EVENT_BYTES", "sizeof(struct sigevent)"),
            Map.entry("MemoryFile.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("Pipe.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("Poll.ENTRY_BYTES", "sizeof(struct pollfd)"),
            Map.entry("Poll.EVENTS", "offsetof(struct pollfd, events)"),
            Map.entry("Poll.HAPPENED", "offsetof(struct pollfd, revents)"),
            Map.entry("PosixMessageQueue.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("PosixSharedMemory.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("RealTimeSignal.INFO_BYTES", "sizeof(siginfo_t)"),
            Map.entry("RealTimeSignal.INFO_CODE", "offsetof(siginfo_t, si_code)"),
            Map.entry("RealTimeSignal.INFO_PROCESS", "offsetof(siginfo_t, si_pid)"),
            Map.entry("RealTimeSignal.INFO_VALUE", "offsetof(siginfo_t, si_value)"),
            Map.entry("RealTimeSignal.VALUE_BYTES", "sizeof(union sigval)"),
            Map.entry("RealTimeSignals.ACTION_BYTES", "sizeof(struct sigaction)"),
            Map.entry("RealTimeSignals.MASK_BYTES", "sizeof(sigset_t)"),
            Map.entry("SharedCondition.BYTES", "sizeof(pthread_cond_t)"),
            Map.entry("SharedMutex.BYTES", "sizeof(pthread_mutex_t)"),
            Map.entry("SharedSemaphore.BYTES", "sizeof(sem_t)"),
            Map.entry("Socket.ABSTRACT_NAME_OFFSET", "offsetof(struct sockaddr_un, sun_path) + 1"),
            Map.entry("Socket.ADDRESS_HOST", "offsetof(struct sockaddr_in, sin_addr)"),
            Map.entry("Socket.ADDRESS_PORT", "offsetof(struct sockaddr_in, sin_port)"),
            Map.entry("Socket.INET_ADDRESS_BYTES", "sizeof(struct sockaddr_in)"),
            Map.entry("Socket.LONGEST_ADDRESS_BYTES", "sizeof(struct sockaddr_storage)"),
            Map.entry("SystemVKeys.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("SystemVMessageQueue.TYPE_BYTES", "offsetof(struct msgbuf, mtext)"),
            Map.entry("SystemVSemaphore.SEMBUF_BYTES", "sizeof(struct sembuf)"),
            Map.entry("SystemVSemaphore.SEM_OP_OFFSET", "offsetof(struct sembuf, sem_op)"),
            Map.entry("SystemVSharedMemory.OWNER_ONLY", "S_IRUSR | S_IWUSR"),
            Map.entry("TerminalSize.COLUMNS", "offsetof(struct winsize, ws_col)"),
            Map.entry("TerminalSize.WINSIZE_BYTES", "sizeof(struct winsize)"),
            Map.entry("Timespec.BYTES", "sizeof(struct timespec)"),
            Map.entry("Timespec.NANOSECONDS", "offsetof(struct timespec, tv_nsec)"));

    /** Space for a temporary object, which may be larger than the object. */
    private static final Map<String, String> ROOM_FOR = Map.of(
            "EventDescriptor.EPOLL_EVENT_BYTES", "sizeof(struct epoll_event)",
            "SharedCondition.ATTRIBUTE_BYTES", "sizeof(pthread_condattr_t)",
            "SharedMutex.ATTRIBUTE_BYTES", "sizeof(pthread_mutexattr_t)");

    /** Constants that are not from C, or are sums of checked constants. */
    private static final Set<String> OUR_OWN = Set.of("Abi.MINUS_ONE_OF_32_BITS", "Abi.O_TMPFILE_BIT",
            "FdPassing.ADDRESS_BYTES", "FdPassing.NAME_BYTES", "FdPassing.SECRET_BYTES",
            "FdPassing.SOCKET_ADDRESS_BYTES", "FdPassing.RightsMessage.ADDRESS_OFFSET",
            "FdPassing.RightsMessage.BUFFER_OFFSET", "FdPassing.RightsMessage.CONTROL_BYTES",
            "FdPassing.RightsMessage.CONTROL_OFFSET", "FdPassing.RightsMessage.DESCRIPTOR", "FdPassing.RightsMessage.LEVEL",
            "FdPassing.RightsMessage.TEXT_OFFSET", "FdPassing.RightsMessage.TYPE", "EventDescriptor.ONE_EVENT",
            "FileMapping.NO_FILE", "FileMapping.RANDOM_NAME_BYTES",
            "Futex.BYTES", "Futex.ONE_WAITER", "IntervalSignal.Shared.SIGNAL",
            "NativeBuffer.LINE_PAIR_BYTES", "Poll.RECEIVE", "Poll.SEND", "PosixException.serialVersionUID",
            "RealTimeSignals.RESERVED_BY_JVM", "SharedSemaphore.PROCESS_SHARED", "Socket.BACKLOG",
            "StoppedProcess.CHECK_INTERVAL_NANOS", "StoppedProcess.MAX_STOPPED_NANOS", "StoppedProcess.STALE_AFTER_NANOS",
            "SystemVObjects.OCTAL",
            "SystemVKeys.KEY_MARK", "SystemVKeys.KEY_RANDOM_VALUES", "SystemVKeys.MAX_TRIES",
            "SystemVMessageQueue.TYPE", "SystemVSemaphore.ONE_OPERATION", "Timespec.NANOS_PER_SECOND");

    /** The values of {@link Abi} for each architecture. */
    private static final Map<String, ToIntFunction<Abi>> OF_AN_ARCHITECTURE = Map.ofEntries(
            Map.entry("sizeof(void *)", Abi::wordBytes),
            Map.entry("sizeof(long)", Abi::wordBytes),
            Map.entry("sizeof(size_t)", Abi::wordBytes),
            Map.entry("sizeof(timer_t)", Abi::wordBytes),
            Map.entry("sizeof(pthread_mutex_t)", Abi::mutexBytes),
            Map.entry("sizeof(pthread_cond_t)", Abi::conditionBytes),
            Map.entry("sizeof(sem_t)", Abi::semaphoreBytes),
            Map.entry("O_DIRECTORY", Abi::oDirectory),
            Map.entry("O_NOFOLLOW", Abi::oNoFollow),
            Map.entry("O_TMPFILE", Abi::oTmpFile),
            Map.entry("SYS_futex", Abi::sysFutex),
            Map.entry("SYS_memfd_create", Abi::sysMemfdCreate),
            Map.entry("SYS_gettid", Abi::sysGettid),
            Map.entry("SYS_rt_tgsigqueueinfo", Abi::sysTgsigqueue));

    /** Values that the code assumes without a constant. */
    private static final Map<String, Integer> ASSUMED = Map.of(
            "offsetof(struct epoll_event, events)", 0,
            "offsetof(struct msghdr, msg_name)", 0,
            "offsetof(struct iovec, iov_base)", 0,
            "offsetof(struct cmsghdr, cmsg_len)", 0,
            "offsetof(struct itimerspec, it_interval)", 0,
            "offsetof(struct sigaction, sa_handler)", 0,
            "offsetof(siginfo_t, si_signo)", 0,
            "offsetof(struct winsize, ws_row)", 0,
            "sizeof(clockid_t)", Integer.BYTES);

    /**
     * Functions with a {@code long}, {@code size_t} or {@code ssize_t} that is an {@code int} in Java. These are counts of bytes
     * or operations, or results of a system call, and need no more bits. The foreign-function library extends arguments.
     */
    private static final Set<String> NARROWER_IN_JAVA = Set.of("read", "write", "send", "recv", "recvfrom", "msgrcv",
            "mq_receive", "semop", "semtimedop", "syscall");

    /** Maps an expression to its value in each column. */
    private static final Map<String, List<String>> ROWS = rows();

    private static Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (InputStream table = AbiTest.class.getResourceAsStream(TABLE)) {
            List<String> lines = new String(table.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).toList();
            assertThat(lines.get(0).split(" +")).containsExactly("x86-64", "aarch64", "arm", "of");
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(" +", COLUMNS.size() + 1);
                assertThat(rows.put(cells[COLUMNS.size()], List.of(cells).subList(0, COLUMNS.size()))).as(line).isNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The values of a constant. */
    private static List<Integer> values(String expression) {
        assertThat(ROWS.keySet()).contains(expression);
        return ROWS.get(expression).stream().map(Integer::valueOf).toList();
    }

    private static List<Integer> ofEachArchitecture(ToIntFunction<Abi> value) {
        return Abi.ALL.stream().map(value::applyAsInt).toList();
    }

    private static boolean isOfAFunction(String row) {
        return ROWS.get(row).get(0).contains(":");
    }

    private static List<Class<?>> classes() {
        String packageName = Abi.class.getPackageName();
        List<Class<?>> classes = new ArrayList<>();
        try {
            Path folder = Path.of(Abi.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .resolve(packageName.replace('.', '/'));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
                for (Path file : files) {
                    String name = file.getFileName().toString().replace(".class", "");
                    classes.add(Class.forName(packageName + "." + name, false, Abi.class.getClassLoader()));
                }
            }
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        assertThat(classes).contains(Abi.class, Socket.class).doesNotContain(AbiTest.class);
        return classes;
    }

    /** All {@code static final} numbers, by class and name. */
    private static Map<String, Field> constants() {
        Map<String, Field> constants = new HashMap<>();
        for (Class<?> type : classes()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()) && !field.isSynthetic()
                        && Set.of(byte.class, short.class, int.class, long.class).contains(field.getType())) {
                    field.setAccessible(true);
                    String typeName = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
                    constants.put(typeName + "." + field.getName(), field);
                }
            }
        }
        return constants;
    }

    /** The C expressions of constants with exact values, by class and name. */
    private static Map<String, String> exactConstants() {
        Set<String> others = new HashSet<>(OUR_OWN);
        others.addAll(ROOM_FOR.keySet());
        return constants().keySet().stream().filter(name -> !others.contains(name)).collect(Collectors.toMap(name -> name,
                name -> C_NAMES.getOrDefault(name, name.substring(name.lastIndexOf('.') + 1))));
    }

    /** Expressions with values per architecture in {@link Abi} or {@link Layout}. */
    private static Set<String> differing() {
        return Stream.concat(OF_AN_ARCHITECTURE.keySet().stream(), Stream.of(Layout.values()).map(each -> each.expression))
                .collect(Collectors.toSet());
    }

    private static int current() {
        return Abi.ALL.indexOf(Abi.CURRENT);
    }

    @Test
    void everyConstantIsFromCOrListed() {
        Set<String> known = constants().keySet();
        assertThat(known).as("gone, but still listed here").containsAll(C_NAMES.keySet()).containsAll(ROOM_FOR.keySet())
                .containsAll(OUR_OWN);
        Map<String, String> unknown = exactConstants();
        unknown.values().removeAll(ROWS.keySet());
        assertThat(unknown).as("neither in abi.c nor known as our own").isEmpty();
    }

    @Test
    void everyConstantHasTheCompilersValue() throws IllegalAccessException {
        Map<String, Field> constants = constants();
        for (Map.Entry<String, String> each : exactConstants().entrySet()) {
            List<Integer> values = values(each.getValue());
            assertThat(constants.get(each.getKey()).get(null)).as(each.getKey()).isEqualTo(
                    cast(values.get(current()), constants.get(each.getKey()).getType()));
            if (new HashSet<>(values).size() > 1) {
                assertThat(differing()).as("%s differs between architectures: its values belong into Abi or Layout",
                        each.getKey()).contains(each.getValue());
            }
        }
        for (Map.Entry<String, String> each : ROOM_FOR.entrySet()) {
            for (int value : values(each.getValue())) {
                assertThat(constants.get(each.getKey()).getInt(null)).as(each.getKey()).isGreaterThanOrEqualTo(value);
            }
        }
    }

    private static Object cast(int value, Class<?> type) {
        if (type == short.class) {
            return (short) value;
        }
        return type == int.class ? (Object) value : (Object) (long) value;
    }

    @Test
    void differingValuesMatchEachCompiler() {
        OF_AN_ARCHITECTURE.forEach(
                (expression, value) -> assertThat(ofEachArchitecture(value)).as(expression).isEqualTo(values(expression)));
        for (Layout each : Layout.values()) {
            assertThat(ofEachArchitecture(abi -> each.bytes(abi.wordBytes()))).as(each.expression)
                    .isEqualTo(values(each.expression));
            assertThat(each.bytes()).isEqualTo(values(each.expression).get(current()));
        }
        ASSUMED.forEach((expression, value) -> assertThat(values(expression)).as(expression).containsOnly(value));
    }

    @Test
    void everyErrorHasTheCompilersNumber() {
        for (Errno each : Errno.values()) {
            if (each != Errno.OTHER) {
                assertThat(values(each.name())).as(each.name()).containsOnly(each.number());
            }
        }
    }

    @Test
    void theCurrentArchitectureIsThatOfThisProcess() {
        assertThat(Abi.CURRENT.wordBytes()).isEqualTo(Native.POINTER_SIZE).isEqualTo(Native.LONG_SIZE)
                .isEqualTo(Native.SIZE_T_SIZE);
    }

    @Test
    void everyCallPassesWhatCExpects() {
        Map<String, String> prototypes = new HashMap<>();
        ROWS.keySet().stream().filter(AbiTest::isOfAFunction).forEach(row -> prototypes.put(nameIn(row), row));
        Set<String> called = new TreeSet<>();
        for (Class<?> type : classes()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isNative(method.getModifiers())) {
                    called.add(method.getName());
                    assertThat(prototypes.keySet()).as("in abi.c").contains(method.getName());
                    for (int column = 0; column < COLUMNS.size(); column++) {
                        assertPassesWhatCExpects(method, prototypes.get(method.getName()), column);
                    }
                }
            }
        }
        assertThat(called).as("in abi.c, but no longer called").isEqualTo(new TreeSet<>(prototypes.keySet()));
    }

    private static String nameIn(String prototype) {
        String declarator = prototype.substring(0, prototype.indexOf('('));
        return declarator.substring(declarator.lastIndexOf(' ') + 1);
    }

    private static void assertPassesWhatCExpects(Method method, String prototype, int column) {
        String[] widths = ROWS.get(prototype).get(column).split(":", 2);
        int wordBytes = Abi.ALL.get(column).wordBytes();
        List<Integer> inC = new ArrayList<>(List.of(Integer.valueOf(widths[0])));
        Arrays.stream(widths[1].split(",")).filter(width -> !width.isEmpty()).map(Integer::valueOf).forEach(inC::add);
        List<Integer> inJava = new ArrayList<>(List.of(bytes(method.getReturnType(), wordBytes)));
        Arrays.stream(method.getParameterTypes()).map(type -> bytes(type, wordBytes)).forEach(inJava::add);
        String description = method + " for " + prototype + " on " + COLUMNS.get(column) + ": " + inJava + " for " + inC;
        if (prototype.endsWith("...)")) {
            int compared = Math.min(inC.size(), inJava.size());
            inC = inC.subList(0, compared);
            inJava = inJava.subList(0, compared);
        }
        assertThat(inJava).as(description).hasSameSizeAs(inC);
        for (int i = 0; i < inC.size(); i++) {
            if (inJava.get(i) != Integer.BYTES || !NARROWER_IN_JAVA.contains(method.getName())) {
                assertThat(inJava.get(i)).as(description).isEqualTo(inC.get(i));
            }
        }
    }

    private static int bytes(Class<?> type, int wordBytes) {
        if (type == int.class) {
            return Integer.BYTES;
        }
        if (type == long.class) {
            return Long.BYTES;
        }
        assertThat(type == NativeLong.class || type == String.class || Pointer.class.isAssignableFrom(type)).as("%s", type)
                .isTrue();
        return wordBytes;
    }

    @Test
    void everyRowIsUsed() {
        Set<String> unused = new TreeSet<>(ROWS.keySet());
        unused.removeIf(AbiTest::isOfAFunction);
        unused.removeAll(exactConstants().values());
        unused.removeAll(ROOM_FOR.values());
        unused.removeAll(differing());
        unused.removeAll(ASSUMED.keySet());
        unused.removeAll(Stream.of(Errno.values()).map(Errno::name).toList());
        assertThat(unused).isEmpty();
    }

    /**
     * Runs only if a compiler for the architecture is installed: usually for this machine's, for others with Debian's packages.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theTableIsUpToDate(int column) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(Harness.HOME.resolve("checks/abi.sh").toString(), COLUMNS.get(column))
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        String error = new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(script.waitFor() != 2, error);
        assertThat(script.exitValue()).as(error).isZero();
        List<String> inTheTable = new ArrayList<>();
        ROWS.forEach((row, values) -> inTheTable.add(values.get(column) + "\t" + row));
        List<String> missing = new ArrayList<>(inTheTable);
        missing.removeAll(said.lines().toList());
        assertThat(missing).as("in the table, but the compiler says otherwise").isEmpty();
        assertThat(said.lines()).as("run abi.sh again and update the table").containsExactlyElementsOf(inTheTable);
    }
}
