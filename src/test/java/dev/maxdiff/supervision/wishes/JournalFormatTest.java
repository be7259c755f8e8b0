package dev.maxdiff.supervision.wishes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.runtime.context.JournalNames;
import dev.maxdiff.supervision.Fixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A journal is older than the code that reads it: a failure here needs a migration instead of a new
 * expectation.
 */
class JournalFormatTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          JournalNames.migrations().withFallback(ConfigFactory.defaultReference()).resolve());
  private static final int JACKSON_JSON = 31;
  private static final String FORMER = "dev.maxdiff.supervision.";
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00.25Z");
  private static final String TIME = "'at':'2026-01-05T14:30:00.250Z'";
  private static final String EXIT =
      "{'slot':'exit','key':'BTCUSD|buy|maxdiff','takeprofitPrice':'110250','targetQuantity':null,"
          + "'tolerance':0.001,'expiresAt':null,'poll':'PT1S','force':false,"
          + "'claimUnowned':false}";
  private static final String ENTRY =
      "{'slot':'entry','key':'BTCUSD|buy|maxdiff','limitPrice':'104800','targetQuantity':'0.5',"
          + "'tolerance':0.0066,'expiresAt':'2026-01-06T14:30:00Z','poll':'PT0.5S','force':false,"
          + "'priorityRank':null}";

  /**
   * @param name under which it is stored
   * @param former class of format 1, in the package of that time
   */
  record Sample(String name, String former, JsonSerializable value, String json) {}

  static List<Sample> samples() {
    return List.of(
        new Sample(
            "watcher.exit-wanted",
            "SlotEvent$ExitWanted",
            new SlotEvent.ExitWanted(7, Fixture.exit("110250"), AT),
            "{'generation':7,'wish':" + EXIT + "," + TIME + "}"),
        new Sample(
            "watcher.entry-wanted",
            "SlotEvent$EntryWanted",
            new SlotEvent.EntryWanted(8, Fixture.entry("104800"), AT),
            "{'generation':8,'wish':" + ENTRY + "," + TIME + "}"),
        new Sample(
            "watcher.wish-extended",
            "SlotEvent$WishExtended",
            new SlotEvent.WishExtended(Slot.EXIT, Fixture.exit("110250"), AT),
            "{'slot':'exit','wish':" + EXIT + "," + TIME + "}"),
        new Sample(
            "watcher.restart-planned",
            "SlotEvent$RestartPlanned",
            new SlotEvent.RestartPlanned(Slot.EXIT, 9, 2, "exit code 1", AT),
            "{'slot':'exit','generation':9,'failures':2,'reason':'exit code 1'," + TIME + "}"),
        new Sample(
            "watcher.restarts-planned",
            "SlotEvent$RestartsPlanned",
            new SlotEvent.RestartsPlanned(Slot.EXIT, 10, 70, 12, "exit code 1", AT),
            "{'slot':'exit','generation':10,'last':70,'failures':12,'reason':'exit code 1',"
                + TIME
                + "}"),
        new Sample(
            "watcher.launched",
            "SlotEvent$Launched",
            new SlotEvent.Launched(Slot.EXIT, 9, 4711, 123456, "b-1", AT),
            "{'slot':'exit','generation':9,'pid':4711,'startTicks':123456,'bootId':'b-1',"
                + TIME
                + "}"),
        new Sample(
            "watcher.ended",
            "SlotEvent$Ended",
            new SlotEvent.Ended(Slot.EXIT, 9, -1, 15, "signal 15", AT),
            "{'slot':'exit','generation':9,'code':-1,'signal':15,'reason':'signal 15',"
                + TIME
                + "}"),
        new Sample(
            "watcher.reaped",
            "SlotEvent$Reaped",
            new SlotEvent.Reaped(Slot.EXIT, 9, "ended by SIGTERM", AT),
            "{'slot':'exit','generation':9,'how':'ended by SIGTERM'," + TIME + "}"),
        new Sample(
            "watcher.crash-looped",
            "SlotEvent$CrashLooped",
            new SlotEvent.CrashLooped(Slot.ENTRY, 9, "exit code 1", AT),
            "{'slot':'entry','generation':9,'reason':'exit code 1'," + TIME + "}"),
        new Sample(
            "watcher.expired",
            "SlotEvent$Expired",
            new SlotEvent.Expired(Slot.ENTRY, 9, AT),
            "{'slot':'entry','generation':9," + TIME + "}"),
        new Sample(
            "watcher.done",
            "SlotEvent$Done",
            new SlotEvent.Done(Slot.ENTRY, 9, AT),
            "{'slot':'entry','generation':9," + TIME + "}"),
        new Sample(
            "watcher.withdrawn",
            "SlotEvent$Withdrawn",
            new SlotEvent.Withdrawn(Slot.ENTRY, 9, "stop", AT),
            "{'slot':'entry','generation':9,'reason':'stop'," + TIME + "}"),
        new Sample(
            "watcher.state",
            "KeyState",
            new KeyState(
                new SlotState.Over(
                    3, Fixture.entry("104800"), SlotState.Ending.CRASH_LOOP, "exit code 1", AT),
                new SlotState.Active(
                    4,
                    Fixture.exit("110250"),
                    new ProcessIdentity(4711, 5, "b-1"),
                    null,
                    1,
                    "",
                    AT),
                null,
                null,
                null),
            "{'entry':{'phase':'over','generation':3,'wish':"
                + ENTRY
                + ",'ending':'CRASH_LOOP','reason':'exit code 1',"
                + TIME
                + "},'exit':{'phase':'active','generation':4,'wish':"
                + EXIT
                + ",'process':{'pid':4711,'startTicks':5,'bootId':'b-1'},'launchedUntil':null,"
                + "'restarts':1,'lastReason':'','since':'2026-01-05T14:30:00.250Z'}}"),
        new Sample(
            "watcher.state",
            "KeyState",
            new KeyState(SlotState.NONE, new SlotState.Idle(2), null, null, null),
            "{'entry':{'phase':'idle','generation':0},'exit':{'phase':'idle','generation':2}}"),
        new Sample(
            "watcher.held",
            "",
            new SlotEvent.Held(Slot.EXIT, "stopped by an operator", AT),
            "{'slot':'exit','reason':'stopped by an operator'," + TIME + "}"),
        new Sample(
            "watcher.hold-lifted",
            "",
            new SlotEvent.HoldLifted(Slot.EXIT, 2, "resumed by an operator", AT),
            "{'slot':'exit','killAlls':2,'reason':'resumed by an operator'," + TIME + "}"),
        new Sample(
            "watcher.state",
            "KeyState",
            new KeyState(
                SlotState.NONE,
                new SlotState.Idle(2),
                null,
                new SlotHold(AT, 1),
                new SlotHold(null, 2)),
            "{'entry':{'phase':'idle','generation':0},'exit':{'phase':'idle','generation':2},"
                + "'entryHold':{'since':'2026-01-05T14:30:00.250Z','lifted':1},"
                + "'exitHold':{'since':null,'lifted':2}}"));
  }

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void everyEventHasASample() {
    List<Class<?>> events =
        Stream.of(SlotEvent.class.getPermittedSubclasses())
            .<Class<?>>flatMap(
                type ->
                    type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of(type))
            .toList();

    assertThat(samples().stream().<Class<?>>map(sample -> sample.value().getClass()))
        .containsAll(events);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsAndWritesWhatEarlierVersionsWrote(Sample sample) throws Exception {
    Serialization json = SerializationExtension.get(KIT.system());
    var serializer = json.findSerializerFor(sample.value());
    byte[] written = sample.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(Serializers.manifestFor(serializer, sample.value())).isEqualTo(sample.name());
    assertThat(json.deserialize(written, serializer.identifier(), sample.name()).get())
        .isEqualTo(sample.value());
    assertThat(new String(serializer.toBinary(sample.value()), StandardCharsets.UTF_8))
        .isEqualTo(new String(written, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsWhatFormat1Wrote(Sample sample) {
    assumeFalse(sample.former().isEmpty(), "format 1 had no such type");
    byte[] written = sample.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(
            SerializationExtension.get(KIT.system())
                .deserialize(written, JACKSON_JSON, FORMER + sample.former())
                .get())
        .isEqualTo(sample.value());
  }
}
