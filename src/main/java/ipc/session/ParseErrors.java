package ipc.session;

import ipc.BadInputException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Picocli's objections to a command line in the words of this program: what is wrong, then what would be right. */
public final class ParseErrors {
    private ParseErrors() {
    }

    /**
     * Translates an objection.
     *
     * @param failure picocli's
     * @param topic   what {@code ./run.sh help TOPIC} explains the command
     */
    public static BadInputException translate(ParameterException failure, String topic) {
        String help = "See ./run.sh help " + topic;
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, help);
        }
        if (failure instanceof MissingParameterException missing) {
            return new BadInputException(missing(missing) + ". " + help);
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return new BadInputException(name(twice.getOverwritten()) + " is given twice. Give it once");
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument != null && failure.getValue() != null) {
            return new BadInputException(name(argument) + " " + failure.getValue() + ": " + rule(argument, failure.getValue()));
        }
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return new BadInputException(name(option) + " takes no value");
        }
        return new BadInputException(failure.getMessage().replaceAll("\\R", " ") + ". " + help);
    }

    private static BadInputException unmatched(UnmatchedArgumentException failure, String help) {
        String word = failure.getUnmatched().get(0);
        if (!word.startsWith("-")) {
            return new BadInputException(word + ": one argument too many. " + help);
        }
        return new BadInputException("there is no option " + word + ". " + help,
                Suggestions.line(word.replaceFirst("=.*", ""), failure.getCommandLine().getCommandSpec().optionsMap().keySet(),
                        ""));
    }

    private static String missing(MissingParameterException failure) {
        List<ArgSpec> missing = failure.getMissing();
        if (missing.size() == 1 && missing.get(0) instanceof OptionSpec option && !option.required()) {
            return name(option) + ": the value is missing";
        }
        return missing.stream().map(ParseErrors::asTyped).collect(Collectors.joining(" and "))
                + (missing.size() == 1 ? " is missing" : " are missing");
    }

    private static String asTyped(ArgSpec argument) {
        return argument instanceof OptionSpec option ? name(option) + " " + option.paramLabel() : argument.paramLabel();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : ((PositionalParamSpec) argument).paramLabel();
    }

    private static String rule(ArgSpec argument, String value) {
        Class<?> type = argument.type();
        if (type == boolean.class || type == Boolean.class) {
            return "this option takes no value";
        }
        if (type == double.class || type == Double.class) {
            return "must be a number";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return value.matches("[+-]?\\d+") ? "the number is too large" : "must be a whole number";
        }
        return "this is no " + argument.paramLabel();
    }
}
