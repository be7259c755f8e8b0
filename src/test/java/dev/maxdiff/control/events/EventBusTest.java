package dev.maxdiff.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Fakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EventBusTest {

  private final EventBus hub = new EventBus(10, 20);

  @Test
  void everyListenerHearsEverythingInOrder() throws Exception {
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    hub.subscribe(happening -> first.add(happening.words()));
    AutoCloseable subscription = hub.subscribe(happening -> second.add(happening.words()));
    for (int i = 0; i < 5; i++) {
      hub.publish(happening(i));
    }
    hub.close();
    subscription.close();

    assertThat(first).containsExactly("0", "1", "2", "3", "4");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void everythingIsCountedHeardOrNot() {
    for (int i = 0; i < 100; i++) {
      hub.publish(happening(i));
    }
    hub.close();
    hub.publish(happening(100));

    assertThat(hub.counts()).containsExactly(Map.entry(happening(0).kind(), 101L));
  }

  @Test
  void aListenerThatFailsHearsTheNextAndHarmsNobody() {
    List<String> heard = new CopyOnWriteArrayList<>();
    hub.subscribe(
        happening -> {
          heard.add(happening.words());
          throw new IllegalStateException("on purpose");
        });
    hub.publish(happening(1));
    hub.publish(happening(2));
    hub.close();

    assertThat(heard).containsExactly("1", "2");
  }

  @Test
  void aSlowListenerIsToldWhatItMissedAndHoldsUpNoPublisher() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch buffered = new CountDownLatch(11);
    List<String> heard = new CopyOnWriteArrayList<>();
    hub.subscribe(
        happening -> {
          heard.add(happening.words());
          entered.countDown();
          await(release);
          buffered.countDown();
        });
    hub.publish(happening(0));
    await(entered);
    for (int i = 1; i <= 13; i++) {
      hub.publish(happening(i));
    }
    release.countDown();
    await(buffered);
    hub.publish(happening(14));
    hub.close();

    assertThat(heard.subList(0, 11))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(heard.get(11)).isEqualTo("3 happenings were missed here: the listener was too slow");
    assertThat(heard.get(12)).isEqualTo("14");
  }

  @Test
  void theLastOnesAreKept() {
    for (int i = 0; i < 30; i++) {
      hub.publish(happening(i));
    }
    hub.close();

    List<String> words = new ArrayList<>();
    hub.recent().forEach(happening -> words.add(happening.words()));
    assertThat(words).hasSize(20).startsWith("10").endsWith("29");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeEvent happening(int number) {
    return new RuntimeEvent(
        Fakes.NOW,
        RuntimeEvent.Kind.WISHED,
        Fakes.EXIT,
        number,
        null,
        null,
        String.valueOf(number));
  }
}
