package ipc.cli;

import ipc.bench.Benchmarks;
import ipc.cleanup.PrivateDirectory;
import ipc.session.Profiles;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run.sh list}: benchmarks, transports and profiles, and what this machine lacks. */
@Command(name = "list", header = "Lists benchmarks, transports and profiles, and what is unavailable here.",
        customSynopsis = "./run.sh list")
final class ListCommand implements Callable<Integer> {
    private static final String PART = "/";
    private static final String SPIN = "/spin";
    private static final String OR_SPIN = "[/spin]";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrivateDirectory.get();
        PrintWriter out = spec.commandLine().getOut();
        out.print(text(Screen.columns()));
        out.flush();
        return ExitCode.DONE;
    }

    /** The whole list, laid out for so many columns. */
    static String text(int columns) {
        StringBuilder text = new StringBuilder();
        Map<String, String> benchmarks = new LinkedHashMap<>();
        Benchmarks.list().forEach(entry -> benchmarks.put(entry.name(),
                entry.description() + " (-p " + String.join(", ", entry.parameters()) + ")"));
        section(text, "Benchmarks: ./run.sh PROFILE NAME -p PARAMETER=VALUE", benchmarks, columns);
        section(text, "Regions of shared memory: -p transport=REGION/WAIT, for example sysv/spin", regions(), columns);
        section(text, "Wait strategies, for each region", waits(), columns);
        section(text, "Other transports: -p transport=NAME, or NAME/spin to poll instead of sleeping", others(), columns);
        section(text, "Profiles: ./run.sh PROFILE", Profiles.descriptions(), columns);
        section(text, "Unavailable on this machine", unavailable(), columns);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, Map<String, String> rows, int columns) {
        if (!rows.isEmpty()) {
            text.append(title).append('\n').append(HelpText.table(rows, columns));
        }
    }

    /** A region is a group whose transports are its name and a wait strategy. */
    private static boolean isRegion(Transports.Group group) {
        return group.transports().stream().allMatch(transport -> transport.name().startsWith(group.name() + PART));
    }

    private static boolean isOptional(Transports.Group group) {
        return group.transports().stream().allMatch(Transport::optional);
    }

    private static Map<String, String> regions() {
        Map<String, String> regions = new LinkedHashMap<>();
        Transports.groups().stream().filter(ListCommand::isRegion).filter(group -> !isOptional(group))
                .forEach(group -> regions.put(group.name(), group.description()));
        String optional = Transports.groups().stream().filter(ListCommand::isRegion).filter(ListCommand::isOptional)
                .map(Transports.Group::name).collect(Collectors.joining(", "));
        regions.put("in huge pages", optional + "; only if named");
        return regions;
    }

    private static Map<String, String> waits() {
        Map<String, String> waits = new LinkedHashMap<>();
        Transports.groups().stream().filter(ListCommand::isRegion).findFirst().orElseThrow().transports()
                .forEach(transport -> waits.put(wait(transport), transport.description()));
        for (Transports.Group group : groupsOfSomeRegions()) {
            Set<String> regions = new LinkedHashSet<>();
            Set<String> names = new LinkedHashSet<>();
            for (Transport transport : group.transports()) {
                regions.add(transport.name().substring(0, transport.name().indexOf(PART)));
                names.add(wait(transport));
            }
            waits.put("for " + String.join(", ", regions), String.join(", ", names) + "; only if named");
        }
        return waits;
    }

    /** Groups of wait strategies that only some regions have. */
    private static List<Transports.Group> groupsOfSomeRegions() {
        return Transports.groups().stream().filter(group -> !isRegion(group))
                .filter(group -> group.transports().stream().allMatch(ListCommand::isOfARegion)).toList();
    }

    private static String wait(Transport transport) {
        return transport.name().substring(transport.name().indexOf(PART) + 1);
    }

    private static boolean isOfARegion(Transport transport) {
        return Transports.groups().stream().filter(ListCommand::isRegion)
                .anyMatch(region -> transport.name().startsWith(region.name() + PART));
    }

    /** One row for each group. The names of its transports say what they are. */
    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        for (Transports.Group group : Transports.groups()) {
            if (!isRegion(group) && !groupsOfSomeRegions().contains(group)) {
                Set<String> names = group.transports().stream().map(Transport::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                others.put(group.name(), names.stream().filter(name -> !name.endsWith(SPIN))
                        .map(name -> names.contains(name + SPIN) ? name + OR_SPIN : name).collect(Collectors.joining(", ")));
            }
        }
        return others;
    }

    /** The reasons, each with the names that it concerns. */
    private static Map<String, String> unavailable() {
        Map<String, List<String>> namesByReason = new LinkedHashMap<>();
        for (Transports.Group group : Transports.groups()) {
            group.lacking().get().ifPresentOrElse(
                    reason -> namesByReason.computeIfAbsent(reason, each -> new ArrayList<>()).add(group.name()),
                    () -> group.transports().forEach(transport -> transport.unavailable().ifPresent(
                            reason -> namesByReason.computeIfAbsent(reason, each -> new ArrayList<>()).add(transport.name()))));
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        namesByReason.forEach((reason, names) -> reasons.put(names.stream().collect(Collectors.joining(", ")), reason));
        return reasons;
    }
}
