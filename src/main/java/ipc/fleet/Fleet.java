package ipc.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.FileTree;
import ipc.PrintableText;
import ipc.result.FleetDirectory;
import ipc.result.FleetRecord;
import ipc.result.FleetRecord.Host;
import ipc.result.ResultArchive;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.WholeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the packed program on every host of an Ansible inventory and collects the results. If a host fails, the others continue;
 * {@code fleet.json} has the reason.
 *
 * <p>The inventory and ssh decide how to reach a host, as which user, and through which other hosts. A host needs sshd, Java,
 * bash, tar, gzip and base64, but no Python. The program travels inside the script that Ansible's module {@code script} copies,
 * and the results come back in the script's output. A packed result of more than {@value #MOST_RESULT_BYTES} bytes is not
 * transferred and is lost.
 */
public final class Fleet {
    /** Default number of hosts that measure at a time; Ansible's own default. */
    public static final int DEFAULT_FORKS = 5;
    /** Default time limit for a host in minutes: twenty times the longest profile. */
    public static final int DEFAULT_TIMEOUT_MINUTES = 240;

    /** Limit for a result, because Ansible holds several copies of it in memory. */
    static final long MOST_RESULT_BYTES = 32L << 20;
    private static final String PLAYBOOK = "fleet.yml";
    private static final String SCRIPT = "on-host.sh";
    /** The file with a host's output is named like the one with Ansible's words, which is written last, and ends so. */
    private static final String OUTPUT = ".output";
    private static final String ANSIBLE_LOG = "ansible.log";
    /** Temporary folder for a result. No host's folder has this name, because their names never begin with a dot. */
    private static final String UNPACKED = ".unpacked";
    private static final int MOST_END_BYTES = 1 << 16;
    private static final long LOOK_MILLIS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Request request;
    private final Path directory;
    private final Path work;
    private final String tool;
    private final PrintWriter err;
    private final String started = now();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>(Set.of("partial", "logs"));
    private final Set<Path> seen = new HashSet<>();
    private final Set<ProcessHandle> connections = ConcurrentHashMap.newKeySet();

    /**
     * A request to measure.
     *
     * @param inventory      value of {@code ansible -i}
     * @param profile        name of the profile
     * @param options        options after the profile, as typed
     * @param forks          hosts that measure at a time
     * @param timeoutMinutes time limit for a host, in minutes
     */
    public record Request(String inventory, String profile, List<String> options, int forks, int timeoutMinutes) {
    }

    /**
     * @param request   what to measure, and where
     * @param directory directory for the results; new or empty
     * @param temporary a private directory
     * @param tool      name and version of this program
     * @param err       receives progress messages
     */
    public Fleet(Request request, Path directory, Path temporary, String tool, PrintWriter err) {
        this.request = request;
        this.directory = ResultDirectory.create(directory).path();
        this.work = temporary.resolve("fleet");
        this.tool = tool;
        this.err = err;
    }

    /** The directory of the results. */
    public Path directory() {
        return directory;
    }

    /**
     * Measures on all hosts and writes the results.
     *
     * @throws BadInputException if Ansible cannot be started, or the inventory has no hosts
     */
    public FleetRecord measure() {
        try {
            Files.createDirectories(work);
            Path answers = Files.createDirectory(work.resolve("answers"));
            for (String host : listHosts()) {
                hosts.put(host, new Host(host, null, "it has not answered", null, null));
            }
            Files.write(work.resolve(PLAYBOOK), resource(PLAYBOOK));
            writeScript(work.resolve(SCRIPT));
            Path variables = Files.write(work.resolve("variables.json"), JSON.writeValueAsBytes(Map.of(
                    "ipc_answers", answers.toString(),
                    "ipc_temporary", temporary().toString(),
                    "ipc_timeout_seconds", TimeUnit.MINUTES.toSeconds(request.timeoutMinutes()))));
            err.println("ipc-roundtrip: " + hosts.size() + " hosts, " + Math.min(request.forks(), hosts.size())
                    + " at a time; Ansible's output is in " + directory.resolve(ANSIBLE_LOG));
            int exitCode = play(answers, variables);
            int silent = hosts.size() - seen.size();
            if (silent > 0) {
                err.println("ipc-roundtrip: Ansible ended with exit code " + exitCode + " and without an answer of " + silent
                        + " hosts; its last output:");
                tail(directory.resolve(ANSIBLE_LOG)).forEach(err::println);
            }
            return record();
        } catch (IOException e) {
            throw new BadInputException("the fleet's files cannot be written: " + e.getClass().getSimpleName() + ": "
                    + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> listHosts() throws IOException, InterruptedException {
        Path listed = work.resolve("inventory.json");
        Path said = work.resolve("inventory.err");
        Process process = start(new ProcessBuilder("ansible-inventory", "-i", request.inventory(), "--list")
                .redirectOutput(listed.toFile()).redirectError(said.toFile()));
        int exitCode = process.waitFor();
        List<String> listedHosts = List.of();
        if (exitCode == 0) {
            try (InputStream in = Files.newInputStream(listed)) {
                listedHosts = Inventory.hosts(in);
            }
        }
        if (listedHosts.isEmpty()) {
            throw new BadInputException("Ansible finds no host in the inventory " + request.inventory() + complaint(said));
        }
        return listedHosts;
    }

    /** The most likely cause in Ansible's warnings. Ansible wraps them and reports every inventory format that it tried. */
    private static String complaint(Path said) throws IOException {
        List<String> warnings = Stream.of(end(said).replaceAll("[\\s\\p{Cc}]+", " ").split("\\[WARNING]: "))
                .map(String::strip).filter(warning -> !warning.isEmpty()).toList();
        return warnings.stream().filter(warning -> warning.contains("Failed to parse")).reduce((first, second) -> second)
                .or(() -> warnings.stream().reduce((first, second) -> second))
                .map(warning -> ": " + warning.replaceFirst("^\\* ", "")).orElse("");
    }

    private int play(Path answers, Path variables) throws IOException, InterruptedException {
        // Creates a new file and does not follow a link.
        Files.createFile(directory.resolve(ANSIBLE_LOG));
        Process ansible = start(new ProcessBuilder("ansible-playbook", "-i", request.inventory(),
                "--forks", Integer.toString(request.forks()), "--extra-vars", "@" + variables, work.resolve(PLAYBOOK).toString())
                // ssh may ask for a password.
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectErrorStream(true).redirectOutput(directory.resolve(ANSIBLE_LOG).toFile()));
        Thread end = new Thread(() -> end(ansible), "end-ansible");
        Runtime.getRuntime().addShutdownHook(end);
        while (!ansible.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            connections.addAll(ansible.descendants().toList());
            collect(answers);
        }
        end(ansible);
        Runtime.getRuntime().removeShutdownHook(end);
        collect(answers);
        return ansible.exitValue();
    }

    /**
     * Ends Ansible and its child processes. Processes that hold an ssh connection would outlive it, and a host measures as long
     * as its connection lasts.
     */
    private void end(Process ansible) {
        connections.addAll(ansible.descendants().toList());
        ansible.destroy();
        connections.forEach(ProcessHandle::destroy);
    }

    private Path temporary() {
        return work.resolve("ansible");
    }

    private Process start(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        // Ansible needs a UTF-8 locale.
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ANSIBLE_NOCOWS", "1");
        environment.put("ANSIBLE_LOCAL_TEMP", temporary().toString());
        // Without this, ssh's master process stays for a minute, and a vanished host blocks the run.
        environment.putIfAbsent("ANSIBLE_SSH_ARGS", "-C -o ControlMaster=no -o ServerAliveInterval=15 -o ServerAliveCountMax=4");
        environment.put("ANSIBLE_FORCE_COLOR", "0");
        environment.put("ANSIBLE_RETRY_FILES_ENABLED", "0");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BadInputException(builder.command().get(0) + " cannot be started (" + e.getMessage()
                    + "); Debian's package ansible-core has it");
        }
    }

    /** Reads the answers that have arrived since the last call. */
    private void collect(Path answers) throws IOException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(answers)) {
            // A file whose name is not a number is still being written, or a host's output.
            kept = files.filter(file -> file.getFileName().toString().matches("\\d+")).sorted().toList();
        }
        for (Path file : kept) {
            if (seen.add(file)) {
                Host host;
                try {
                    host = take(file);
                } catch (BadInputException e) {
                    err.println("ipc-roundtrip: the answer of a host cannot be read: " + e.getMessage());
                    continue;
                }
                hosts.put(host.name(), host);
                FleetDirectory.write(directory, record());
                err.println("ipc-roundtrip: " + host.name() + ": " + (host.directory() != null ? "done" : host.reason())
                        + " (" + seen.size() + " of " + hosts.size() + ")");
            }
        }
    }

    private Host take(Path words) throws IOException {
        Path output = words.resolveSibling(words.getFileName() + OUTPUT);
        if (Files.notExists(output)) {
            throw new BadInputException(words.getFileName() + ": its output was not kept; see " + ANSIBLE_LOG);
        }
        Path archive = work.resolve("answer.tar.gz");
        try (InputStream said = Files.newInputStream(words);
                InputStream printed = Files.newInputStream(output)) {
            return take(Answer.read(said, printed, archive), archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private Host take(Answer answer, Path archive) throws IOException {
        String name = fileName(answer.host());
        String log = null;
        if (!answer.log().isEmpty()) {
            log = "logs/" + name + ".log";
            WholeFiles.makeFolder(directory.resolve("logs"));
            WholeFiles.writeText(directory.resolve(log), out -> out.write(answer.log()));
        }
        if (!answer.archived()) {
            return new Host(answer.host(), null, answer.reason(), null, log);
        }
        try {
            RunRecord run = ResultDirectory.open(archive).readRun();
            boolean whole = answer.reason().isEmpty() && run.complete();
            String results = whole ? name : "partial/" + name;
            if (!whole) {
                WholeFiles.makeFolder(directory.resolve("partial"));
            }
            unpack(archive, directory.resolve(results));
            return whole ? new Host(answer.host(), results, "", null, log)
                    : new Host(answer.host(), null, (answer.reason().isEmpty() ? "its run was cut off" : answer.reason())
                            + " after " + finished(run) + "; its partial results are in " + results, results, log);
        } catch (BadInputException e) {
            return new Host(answer.host(), null, (answer.reason().isEmpty() ? "" : answer.reason() + "; ")
                    + "its results cannot be read: " + e.getMessage().replace(archive + "/", "")
                            .replace(archive.toString(), "they"),
                    null, log);
        }
    }

    /** Unpacks to another name and renames, so that an existing result directory is always complete. */
    private void unpack(Path archive, Path results) throws IOException {
        Path aside = Files.createDirectory(directory.resolve(UNPACKED));
        try {
            ResultArchive.open(archive).unpack(aside);
            Files.move(aside, results, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.remove(aside);
        }
    }

    private static String finished(RunRecord run) {
        int finished = run.cells().stream().flatMap(cell -> cell.metrics().stream()).mapToInt(metric -> metric.rounds().size())
                .max().orElse(0);
        return finished + " of " + run.rounds() + (run.rounds() == 1 ? " round" : " rounds");
    }

    /** A file name for a host, whose own name may contain any characters. */
    private String fileName(String host) {
        String safe = host.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]", "_");
        String name = safe;
        for (int number = 2; !names.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = safe + "-" + number;
        }
        return name;
    }

    private FleetRecord record() {
        return new FleetRecord(FleetRecord.FORMAT, tool, started, now(), request.inventory(), request.profile(),
                request.options(), new ArrayList<>(hosts.values()));
    }

    private void writeScript(Path script) throws IOException {
        String arguments = Stream.concat(Stream.of(request.profile()), request.options().stream()).map(Fleet::quoted)
                .collect(Collectors.joining(" "));
        String text = new String(resource(SCRIPT), StandardCharsets.UTF_8)
                .replace("@MOST_BYTES@", Long.toString(MOST_RESULT_BYTES));
        text = text.replace("@LINE@", Long.toString(text.lines().count() + arguments.chars().filter(c -> c == '\n').count() + 1))
                .replace("@ARGUMENTS@", arguments);
        try (OutputStream out = Files.newOutputStream(script)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            Pack.write(out);
        }
    }

    /** Quotes an argument for a shell. */
    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Fleet.class.getResourceAsStream(name)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    /** The last lines of a file, without control characters, because they may come from a host. */
    private static List<String> tail(Path file) throws IOException {
        List<String> lines = Files.exists(file) ? end(file).lines().map(PrintableText::of).toList()
                : List.of();
        return lines.subList(Math.max(0, lines.size() - 10), lines.size());
    }

    /** The end of a file, which may be large. */
    private static String end(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.max(0, Files.size(file) - MOST_END_BYTES));
            return new String(in.readNBytes(MOST_END_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
