package dev.maxdiff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.sentinel.Sentinel;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Class names in files that the compiler does not check: each name must exist. */
class NamedClassesTest {

  private static final Path CHILD = Path.of("src/assembly/child.xml");
  private static final Path POM = Path.of("pom.xml");
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern PATTERN = Pattern.compile("<include>(dev/[^<]+)</include>");
  private static final Pattern MAIN_CLASS =
      Pattern.compile("<exec\\.mainClass>([^<]+)</exec\\.mainClass>");

  /** A package in lower case, then a class. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\"((?:[a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9_$]*)\"");

  /** A constant that names a class or the beginning of class names. */
  private static final Pattern CONSTANT =
      Pattern.compile("static final String ([A-Z]+) =\\s+\"([a-z][\\w.$]*)\"");

  /** A breakpoint: the constant, the end of the class name, if any, and the method. */
  private static final Pattern BREAKPOINT =
      Pattern.compile("\\b([A-Z]+)(?: \\+ \"(\\w+)\")?, \"(\\w+)\"");

  static List<String> childPatterns() throws IOException {
    return found(CHILD, PATTERN);
  }

  @ParameterizedTest
  @MethodSource("childPatterns")
  void everyPatternOfTheChildJarMatchesAClass(String pattern) throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    List<Path> matched;
    try (Stream<Path> files = Files.walk(classes)) {
      matched =
          files
              .map(classes::relativize)
              .filter(file -> file.toString().endsWith(".class") && matcher.matches(file))
              .toList();
    }

    assertThat(matched).isNotEmpty();
    for (Path file : matched) {
      load(file.toString().replaceFirst("\\.class$", "").replace(File.separatorChar, '.'));
    }
  }

  @Test
  void theServicesAreClasses() throws Exception {
    List<Path> services;
    try (Stream<Path> files = Files.list(RESOURCES.resolve("META-INF/services"))) {
      services = files.toList();
    }

    assertThat(services).isNotEmpty();
    for (Path service : services) {
      Class<?> type = load(service.getFileName().toString());
      for (String name : Files.readAllLines(service, UTF_8)) {
        assertThat(type).isAssignableFrom(load(name));
      }
    }
  }

  @Test
  void theConfigurationOfAkkaNamesClasses() throws Exception {
    List<String> names = found(RESOURCES.resolve("maxdiff-akka.conf"), CLASS_NAME);

    assertThat(names).hasSizeGreaterThan(5);
    for (String name : names) {
      load(name);
    }
  }

  @Test
  void theClassThatThePomStartsHasAMain() throws Exception {
    List<String> names = found(POM, MAIN_CLASS);

    assertThat(names).hasSize(1);
    assertThat(load(names.get(0)).getMethod("main", String[].class)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KillAtEveryStepIT", "BrokenActorsIT"})
  void everyBreakpointIsAMethod(String test) throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/dev/maxdiff/program").resolve(test + ".java"));
    Map<String, String> constants = new HashMap<>();
    CONSTANT
        .matcher(source)
        .results()
        .forEach(found -> constants.put(found.group(1), found.group(2)));

    List<MatchResult> breakpoints =
        BREAKPOINT
            .matcher(source)
            .results()
            .filter(breakpoint -> constants.containsKey(breakpoint.group(1)))
            .toList();

    assertThat(breakpoints).hasSizeGreaterThan(5);
    for (MatchResult breakpoint : breakpoints) {
      String end = breakpoint.group(2) == null ? "" : breakpoint.group(2);
      Class<?> type = load(constants.get(breakpoint.group(1)) + end);
      assertThat(type.getDeclaredMethods())
          .extracting(Method::getName)
          .as("methods of %s", type)
          .contains(breakpoint.group(3));
    }
  }

  /** P5 needs it: every class of the sentinel must be in that jar or in the JDK. */
  @Test
  void theSentinelRunsFromTheChildJarAlone(@TempDir Path folder) throws Exception {
    Path jar = Path.of(Main.class.getResource("/maxdiff-child.jar").toURI());
    Path output = folder.resolve("output");
    String mark = RuntimeMark.of(folder, "named-classes", "test").toString();
    Process sentinel =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar.toString(),
                Sentinel.class.getName(),
                mark,
                "30000",
                "1000")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(sentinel.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      sentinel.destroyForcibly();
    }

    assertThat(Files.readAllLines(output))
        .hasSize(2)
        .allMatch(line -> line.endsWith("0 processes ended, 0 of them killed, left []"))
        .anyMatch(line -> line.contains("runtime " + mark + " is gone:"));
    assertThat(sentinel.exitValue()).isZero();
  }

  private static List<String> found(Path file, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, NamedClassesTest.class.getClassLoader());
  }
}
