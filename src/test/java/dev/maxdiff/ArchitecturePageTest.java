package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on the architecture names classes and methods that exist. */
class ArchitecturePageTest {

  private static final String PAGE = "src/site/markdown/architecture.md";
  private static final Pattern METHOD =
      Pattern.compile("`([A-Z]\\w+(?:\\.[A-Z]\\w+)*)\\.([a-z]\\w*)");

  /** From the three lists to the next heading; the lists of an earlier commit come after it. */
  private static final Pattern WAYS =
      Pattern.compile("## Three ways through\n(.*?)\n## ", Pattern.DOTALL);

  @Test
  void everyStepOfTheThreeWaysIsAMethod() throws Exception {
    List<MatchResult> steps =
        METHOD
            .matcher(
                WAYS.matcher(Files.readString(Path.of(PAGE)))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1))
            .results()
            .toList();
    Map<String, List<String>> methods = methodsOfClasses();

    assertThat(steps).hasSizeGreaterThan(100);
    assertThat(steps)
        .filteredOn(step -> !methods.getOrDefault(step.group(1), List.of()).contains(step.group(2)))
        .extracting(MatchResult::group)
        .isEmpty();
  }

  private static Map<String, List<String>> methodsOfClasses() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.contains("-info"))
          .map(file -> file.replaceFirst("\\.class$", "").replace(File.separatorChar, '.'))
          .filter(name -> !name.matches(".*\\$\\d+.*"))
          .collect(
              Collectors.toMap(
                  name -> name.substring(name.lastIndexOf('.') + 1).replace('$', '.'),
                  ArchitecturePageTest::methods));
    }
  }

  private static List<String> methods(String name) {
    try {
      Class<?> type = Class.forName(name, false, Main.class.getClassLoader());
      return Stream.concat(
              Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getMethods()))
          .map(method -> method.getName())
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
