package dev.maxdiff.watch.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses {@code --name=value}, {@code --name value}, flags, and one positional argument.
 *
 * <p>A library for command lines takes longer to load than the whole watcher, so this class
 * replaces it.
 */
final class ArgumentParser {

  private final Map<String, String> values = new HashMap<>();
  private String positional;

  private ArgumentParser() {}

  static ArgumentParser read(List<String> arguments, Set<String> valued, Set<String> flags)
      throws UsageException {
    ArgumentParser options = new ArgumentParser();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        options.addPositional(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (flags.contains(name) && equals < 0) {
        options.values.put(name, "");
      } else if (!valued.contains(name)) {
        throw new UsageException("unknown option " + name);
      } else if (equals >= 0) {
        options.values.put(name, argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        options.values.put(name, arguments.get(++i));
      } else {
        throw new UsageException("option " + name + " needs a value");
      }
    }
    return options;
  }

  String positional(String name) throws UsageException {
    if (positional == null) {
      throw new UsageException("missing " + name);
    }
    return positional;
  }

  String required(String name) throws UsageException {
    if (!values.containsKey(name)) {
      throw new UsageException("missing option " + name);
    }
    return values.get(name);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean isSet(String flag) {
    return values.containsKey(flag);
  }

  private void addPositional(String argument) throws UsageException {
    if (positional != null) {
      throw new UsageException("unexpected argument " + argument);
    }
    positional = argument;
  }
}
