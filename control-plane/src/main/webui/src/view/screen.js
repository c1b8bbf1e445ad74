import { html } from 'lit';
import { Element } from './element.js';

/** What the screen says over the picture. */
const SAYS = {
  starting: 'Starting …',
  buffering: 'Waiting for the next part …',
  'source-gone': 'The source is not sending. It goes on by itself when the source is back.',
  'no-box': 'There is no box that can serve this stream and is trusted. Asking again.',
  waiting: 'The control plane cannot be reached. Asking again.',
  stopped: 'Stopped. Nothing is paid any more.',
  failed: 'This cannot be played.',
};

/** The picture, its controls, and what there is to say of it. */
class Screen extends Element {
  static properties = {
    video: { attribute: false },
    stream: { attribute: false },
    snapshot: { attribute: false },
    failure: { attribute: false },
    muted: { state: true },
  };

  firstUpdated() {
    const { video } = this;
    video.controls = true;
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    video.setAttribute('aria-label', 'Live picture');
    this.muted = true;
    video.addEventListener('volumechange', () => {
      this.muted = video.muted;
    });
    video.addEventListener('play', () => this.#tell('live'));
  }

  render() {
    const { state, latencySeconds } = this.snapshot;
    const running = state !== 'stopped' && state !== 'failed';
    const message = state === 'failed' ? `${SAYS.failed} ${this.failure}` : SAYS[/** @type {keyof typeof SAYS} */ (state)];
    return html`<section class="screen" aria-label="Screen">
      <div class="picture">
        ${this.video}
        ${message === undefined ? '' : html`<p class="says ${running ? '' : 'end'}">${message}</p>`}
        ${this.muted && state === 'playing'
          ? html`<button type="button" class="unmute" @click=${() => (this.video.muted = false)}>Unmute</button>`
          : ''}
      </div>
      <div class="bar">
        <h2>${this.stream?.title || this.snapshot.stream}</h2>
        <span class="badge ${state === 'playing' ? 'live' : ''}" role="status">${state}</span>
        <span class="quiet behind">${latencySeconds === null ? '' : `${latencySeconds.toFixed(1)} s behind`}</span>
        ${running
          ? html`<button type="button" @click=${() => this.#tell('stop')}>Stop</button>`
          : html`<button type="button" class="primary" @click=${() => this.#tell('play')}>Play</button>`}
      </div>
    </section>`;
  }

  /** @param {string} what */
  #tell(what) {
    this.dispatchEvent(new CustomEvent(what));
  }
}
customElements.define('skyv-screen', Screen);
