/**
 * Why this page cannot work here, and what to do; undefined when it can.
 *
 * @param {{secure: boolean, playable: boolean, location: {protocol: string, host: string, port: string}}} browser
 */
export function obstacle({ secure, playable, location }) {
  if (!secure) {
    const here = `${location.protocol}//${location.host}`;
    return (
      `Browsers offer the cryptography that checks each part and pays for it only on secure addresses, and ${here} is not ` +
      `one. Open the page by https, or on the machine that runs the control plane as http://localhost:${location.port || 80}; ` +
      `from elsewhere, “ssh -L ${location.port || 80}:localhost:${location.port || 80} <that machine>” makes it local.`
    );
  }
  if (!playable) {
    return (
      'This browser has no Media Source Extensions, through which the page plays what it has checked. ' +
      'Take a current Firefox, Chromium or Safari, or open a stream’s plain .m3u8 address in a player such as mpv or VLC.'
    );
  }
  return undefined;
}
