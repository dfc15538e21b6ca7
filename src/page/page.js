'use strict';

// Takes brokers of a drawing down and shows what that does to the partitions drawn. Without it the page says the same.
const WORDS = {
  ok: 'writes ok',
  risky: 'one replica acknowledges alone',
  stopped: 'writes stop',
  refused: 'writes refused',
  unreadable: 'down',
};

function enliven(drawing) {
  const minimum = Number(drawing.dataset.minimum);
  const brokers = [...drawing.querySelectorAll('.broker')].map((element) => ({
    element,
    number: element.dataset.broker,
    button: element.querySelector('button'),
    slots: [...element.querySelectorAll('.slot')],
  }));
  const zones = [...drawing.querySelectorAll('.zone')].map((element) => ({
    element,
    button: element.querySelector(':scope > button'),
    brokers: brokers.filter((broker) => element.contains(broker.element)),
  }));
  const partitions = [...drawing.querySelectorAll('.partitions > li')].map((element) => ({
    element,
    state: element.querySelector('.state'),
    replicas: element.dataset.replicas.split(' '),
  }));
  const outcome = drawing.querySelector('.outcome');
  const reset = drawing.querySelector('.reset');
  const atRest = outcome.textContent;
  const down = new Set();

  function fate(partition) {
    const alive = partition.replicas.filter((broker) => !down.has(broker));
    const kind = () => {
      if (alive.length === 0) return 'unreadable';
      if (partition.replicas.length < minimum) return 'refused';
      if (alive.length < minimum) return 'stopped';
      return alive.length === 1 && partition.replicas.length > 1 ? 'risky' : 'ok';
    };
    return { kind: kind(), leader: alive[0] };
  }

  function tell(fates) {
    if (down.size === 0) return atRest;
    const names = brokers.filter((broker) => down.has(broker.number)).map((broker) => Number(broker.number) + 1);
    const who = names.length === 1 ? `Broker ${names[0]} is down` : `Brokers ${names.join(', ')} are down`;
    const count = (...kinds) => fates.filter((fate) => kinds.includes(fate.kind)).length;
    const stopped = count('stopped', 'refused', 'unreadable');
    const unreadable = count('unreadable');
    const risky = count('risky');
    const of = (number) => (number === 0 ? 'none' : number === fates.length ? 'all' : `${number}`);
    let text = `${who}: ${of(stopped)} of the ${fates.length} drawn partitions refuse acks=all writes, ${unreadable === 0 ? 'all can be read' : `${of(unreadable)} cannot be read`}.`;
    if (risky > 0) text += ` For ${risky}, one replica acknowledges alone: what it takes is lost if it fails too.`;
    return text;
  }

  function show() {
    const fates = partitions.map(fate);
    partitions.forEach((partition, index) => {
      const { kind } = fates[index];
      partition.element.className = kind === 'refused' ? 'stopped' : kind;
      partition.state.textContent = WORDS[kind];
    });
    for (const broker of brokers) {
      const isDown = down.has(broker.number);
      broker.element.classList.toggle('down', isDown);
      broker.button.setAttribute('aria-pressed', String(isDown));
      for (const slot of broker.slots) {
        const { kind, leader } = fates[Number(slot.dataset.partition)];
        const leads = leader === broker.number ? ' leader' : '';
        slot.className = `slot ${kind === 'refused' ? 'stopped' : kind}${leads}${isDown ? ' gone' : ''}`;
      }
    }
    for (const zone of zones) {
      const lost = zone.brokers.filter((broker) => down.has(broker.number)).length;
      const state = lost === 0 ? 'false' : lost === zone.brokers.length ? 'true' : 'mixed';
      zone.element.classList.toggle('down', state === 'true');
      if (zone.button) zone.button.setAttribute('aria-pressed', state);
    }
    outcome.textContent = tell(fates);
    reset.hidden = down.size === 0;
  }

  for (const broker of brokers) {
    broker.button.disabled = false;
    broker.button.addEventListener('click', () => {
      if (!down.delete(broker.number)) down.add(broker.number);
      show();
    });
  }
  for (const zone of zones.filter((each) => each.button)) {
    zone.button.disabled = false;
    zone.button.addEventListener('click', () => {
      const isDown = zone.brokers.every((broker) => down.has(broker.number));
      for (const broker of zone.brokers) isDown ? down.delete(broker.number) : down.add(broker.number);
      show();
    });
  }
  reset.addEventListener('click', () => {
    down.clear();
    show();
    brokers[0].button.focus();
  });
  for (const element of drawing.querySelectorAll('.hint, .live')) element.hidden = false;
}

document.querySelectorAll('.drawing').forEach(enliven);

// Paper cannot be unfolded.
let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open])')];
  for (const details of folded) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of folded) details.open = false;
});
