package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.process.os.ProcessExit;
import dev.maxdiff.state.journal.JournalStore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dependencies between packages. Think hard about the layering before changing this. */
class ArchitectureTest {

  private static final String ROOT = "dev.maxdiff";

  /**
   * Every room, from the bottom upwards, and after the colon the rooms that it may import. {@code
   * .} is the package of {@code Main}. A name stands for exactly one package, never for its rooms.
   */
  private static final Map<String, Set<String>> ROOMS =
      table(
          """
          domain:
          actors:
          state: domain
          state.files: domain state
          state.journal: state
          broker: domain
          broker.alpaca.wire: domain broker
          broker.alpaca.rest: domain broker broker.alpaca.wire
          broker.alpaca.server: domain broker broker.alpaca.wire
          broker.alpaca.stream: domain broker.alpaca.wire
          broker.alpaca.selftest: domain broker
          broker.paper.tape: domain
          broker.paper.engine: domain broker broker.paper.tape
          broker.paper.audit: domain state broker broker.paper.engine
          broker.paper.view: domain broker broker.paper.tape broker.paper.engine \
            broker.paper.audit
          broker.paper.faults: domain broker.alpaca.wire broker.paper.tape broker.paper.engine \
            broker.paper.audit broker.paper.view
          broker.paper.stream: domain broker broker.alpaca.wire broker.alpaca.server \
            broker.paper.tape broker.paper.engine
          broker.paper.rest: domain broker broker.alpaca.wire broker.alpaca.rest \
            broker.alpaca.server broker.paper.engine broker.paper.audit broker.paper.view broker.paper.faults \
            broker.paper.stream
          broker.paper: domain actors state.journal broker broker.alpaca.rest broker.paper.tape \
            broker.paper.engine broker.paper.audit broker.paper.view broker.paper.faults \
            broker.paper.stream broker.paper.rest
          watch.rules: domain broker
          watch.child: domain broker broker.alpaca.wire broker.alpaca.rest watch.rules
          execution.model: domain broker
          execution.ledger: domain broker execution.model
          execution.risk: domain broker execution.model execution.ledger
          execution.decisions: domain broker execution.model execution.ledger execution.risk
          execution.upstream: domain broker execution.model execution.ledger
          execution.orders: domain actors state state.journal broker execution.model \
            execution.ledger execution.risk execution.decisions execution.upstream
          execution.gateway: domain actors broker broker.alpaca.wire broker.alpaca.rest \
            broker.alpaca.server execution.model execution.ledger execution.risk execution.decisions \
            execution.upstream execution.orders
          replay: domain broker broker.paper.tape broker.paper.engine broker.paper.audit \
            broker.paper.view
          process.os: state
          process.sentinel: process.os
          process: domain actors state state.files process.os process.sentinel
          supervision.wishes: domain process.os
          supervision: domain actors state state.files state.journal process.os process \
            supervision.wishes
          control.events: domain
          control.checks: domain broker execution.model supervision
          control: domain broker execution.model execution.gateway supervision.wishes \
            supervision control.events control.checks
          http: domain broker control.events control.checks control
          session.schedule: domain
          session.model: domain session.schedule
          session.plan: domain session.model
          session.forecast: domain session.schedule session.model
          session.report: domain control.events control session.model
          session: domain control.events control session.schedule session.model session.plan \
            session.forecast session.report
          runtime.context: domain actors state state.files state.journal broker \
            broker.paper.tape broker.paper execution.model execution.orders process supervision \
            control
          runtime.reconcile: domain state state.journal broker execution.model execution.ledger \
            execution.risk execution.orders execution.gateway supervision runtime.context
          runtime.start: domain actors state state.files state.journal broker broker.alpaca.wire \
            broker.alpaca.rest broker.alpaca.stream broker.paper.tape broker.paper.faults \
            broker.paper execution.model execution.risk execution.orders execution.gateway \
            process.os process supervision.wishes supervision control.events control.checks \
            control http runtime.context runtime.reconcile
          runtime: domain state broker broker.paper execution.gateway process control http \
            runtime.context runtime.reconcile runtime.start
          runtime.offline: domain state state.journal broker broker.alpaca.rest execution.model \
            execution.orders supervision.wishes supervision control.events control.checks \
            control http runtime.context runtime.reconcile runtime.start
          cli.context: domain control http
          cli.orders: domain control http cli.context
          cli.views: domain state.files broker control.events control.checks control http \
            cli.context
          cli.operations: domain cli.context
          cli: domain state process.os control http cli.context cli.orders cli.views cli.operations
          app: domain actors state state.journal broker broker.alpaca.wire broker.alpaca.rest \
            broker.alpaca.selftest broker.paper.tape broker.paper.engine broker.paper.view \
            broker.paper.faults broker.paper execution.model process.os process control.events \
            control session.model session.forecast session.report session runtime.context \
            runtime runtime.offline cli.context
          .: domain watch.child process.os runtime.context runtime.offline cli.context cli app
          """);

  /** The rooms in the jar of a watcher process and of the sentinel. */
  private static final String[] OF_THE_CHILD =
      packages(
          "domain",
          "broker",
          "broker.alpaca.wire",
          "broker.alpaca.rest",
          "watch.rules",
          "watch.child",
          "process.sentinel");

  /** The rooms of decisions, without actors, requests and files. */
  private static final String[] PURE =
      packages(
          "domain",
          "watch.rules",
          "supervision.wishes",
          "execution.model",
          "execution.ledger",
          "execution.risk",
          "execution.decisions",
          "broker.paper.engine",
          "replay");

  /** The classes of the journal's engine, with their nested classes. */
  private static final String ENGINE = "dev\\.maxdiff\\.state\\.journal\\.H2.*";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void everyClassIsInARoomAndEveryRoomHasAClass() {
    Set<String> used =
        CLASSES.stream().map(ArchitectureTest::room).collect(Collectors.toCollection(TreeSet::new));

    assertThat(used).isEqualTo(new TreeSet<>(ROOMS.keySet()));
  }

  @Test
  void roomsImportOnlyWhatTheTableAllows() {
    List<String> violations =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(ArchitectureTest::crossesRooms)
            .filter(dependency -> !allowed(dependency))
            .map(
                dependency ->
                    "%s -> %s: %s"
                        .formatted(
                            room(dependency.getOriginClass()),
                            room(dependency.getTargetClass()),
                            dependency.getDescription()))
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  @Test
  void importsPointDownOnly() {
    List<String> order = List.copyOf(ROOMS.keySet());

    ROOMS.forEach(
        (room, imports) ->
            assertThat(imports)
                .as("imports of %s, which stand above it in the table", room)
                .allSatisfy(
                    imported ->
                        assertThat(order.indexOf(imported)).isBetween(0, order.indexOf(room))));
  }

  @Test
  void roomsAreFreeOfCycles() {
    SlicesRuleDefinition.slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theChildKnowsNeitherAkkaNorLogback() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(OF_THE_CHILD)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akka..", "ch.qos..", "org.slf4j..", "scala..")
        .check(CLASSES);
  }

  /**
   * An ObjectMapper's start takes as long as the rest of a watcher's start until its first poll.
   */
  @Test
  void theChildMakesNoObjectMapper() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(OF_THE_CHILD)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectMapper.class)
        .check(CLASSES);
  }

  /** Its jar holds no library: see src/assembly/child.xml. */
  @Test
  void theSentinelNeedsNothingButTheJdk() {
    Deque<JavaClass> open = new ArrayDeque<>();
    CLASSES.stream().filter(type -> room(type).equals("process.sentinel")).forEach(open::add);
    Set<JavaClass> needed = new HashSet<>();
    while (!open.isEmpty()) {
      JavaClass type = open.pop();
      if (needed.add(type) && type.getPackageName().startsWith(ROOT)) {
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(target -> !target.isPrimitive())
            .forEach(open::add);
      }
    }

    assertThat(needed)
        .extracting(JavaClass::getPackageName)
        .allMatch(ArchitectureTest::isOfJdkOrProcess);
  }

  @Test
  void roomsOfDecisionsArePure() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "akka..",
            "scala..",
            "java.net..",
            "java.nio.file..",
            "java.sql..",
            "com.typesafe.akka..")
        .check(CLASSES);
  }

  /** Another engine is another group of classes behind {@code JournalStore.of}. */
  @Test
  void onlyTheEngineOfTheJournalKnowsADatabase() {
    ArchRuleDefinition.noClasses()
        .that()
        .haveNameNotMatching(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.h2..",
            "java.sql..",
            "javax.sql..",
            "slick..",
            "com.zaxxer..",
            "akka.persistence.jdbc..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFactoryOfTheJournalNamesItsEngine() {
    ArchRuleDefinition.noClasses()
        .that()
        .haveNameNotMatching(ENGINE)
        .and()
        .doNotHaveFullyQualifiedName(JournalStore.class.getName())
        .should()
        .dependOnClassesThat()
        .haveNameMatching(ENGINE)
        .check(CLASSES);
  }

  @Test
  void controlShowsNoAkkaType() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".control..", ROOT + ".session..", ROOT + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akka..")
        .check(CLASSES);
  }

  /** What is decided for each event must not cost more with every order of the past. */
  @Test
  void noDecisionVisitsEveryOrderOfTheLedger() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(ROOT + ".execution.decisions")
        .should()
        .callMethod(PositionLedger.class, "own")
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheJvm() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackages(packages(".", "app", "watch.child"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(ProcessExit.class, "end", int.class)
        .check(CLASSES);
  }

  private static boolean isOfJdkOrProcess(String name) {
    return name.startsWith("java.") || name.startsWith(ROOT + ".process.");
  }

  private static boolean crossesRooms(Dependency dependency) {
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    return (target.getPackageName() + ".").startsWith(ROOT + ".")
        && !target.getPackageName().equals(dependency.getOriginClass().getPackageName());
  }

  private static boolean allowed(Dependency dependency) {
    return ROOMS
        .getOrDefault(room(dependency.getOriginClass()), Set.of())
        .contains(room(dependency.getTargetClass()));
  }

  private static String room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals(ROOT) ? "." : name.substring(ROOT.length() + 1);
  }

  private static String[] packages(String... rooms) {
    return Arrays.stream(rooms)
        .map(room -> room.equals(".") ? ROOT : ROOT + "." + room)
        .toArray(String[]::new);
  }

  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String imports = line.substring(colon + 1).trim();
              rooms.put(
                  line.substring(0, colon).trim(),
                  imports.isEmpty()
                      ? new TreeSet<>()
                      : new TreeSet<>(Arrays.asList(imports.split("\\s+"))));
            });
    return rooms;
  }
}
